/** What a link without a version left to today's defaults, in words. No DOM. */
import { defaultScenario } from '../../scenario/defaults.ts';
import type { Unsaid } from '../../session/session.ts';
import { changeWords } from './phrases.ts';

/** What the link leaves out, as it was opened and as the page opens by itself. */
export function unsaidLines({ keys, opened }: Unsaid): readonly string[] {
  return keys.map((key) => `${capitalised(changeWords(key, opened))}, where the page by itself opens with ${changeWords(key, defaultScenario)}`);
}

const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
