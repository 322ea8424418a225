/** What a link without a version left to defaults that have changed, in words. No DOM. */
import type { Scenario } from '../../scenario/scenario.ts';
import type { Unsaid } from '../../session/opened-links.ts';
import { changeWords } from './phrases.ts';
import { capital } from './capital.ts';

/** Each default as it is now and as it was. */
export function unsaidLines({ opened, meantBefore }: Unsaid): readonly string[] {
  const before: Scenario = { ...opened, ...meantBefore };
  return (Object.keys(meantBefore) as (keyof Scenario)[]).map(
    (key) => `${capital(changeWords(key, opened))} (in earlier links: ${changeWords(key, before)})`,
  );
}
