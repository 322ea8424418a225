import { describe } from 'vitest';
import { meetsFrozen } from './meets-frozen.ts';

describe('frozen views', () => meetsFrozen('views'));
