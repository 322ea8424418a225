import { describe } from 'vitest';
import { meetsFrozen } from './meets-frozen.ts';

describe('frozen trainings', () => meetsFrozen('trainings'));
