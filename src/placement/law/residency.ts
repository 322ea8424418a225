/**
 * May data of a user's country be worked on at a site? A hard filter with the rule that decides and its source. A planning aid, not legal
 * advice: a rule that was not read never lets through, and what passes on a condition says so.
 */
import { residency, type Residency } from '../../catalogue/residency.ts';
import { regimeOf, sameDataTerritory } from './territory.ts';

/** Countries where the work must stay; `law`: as the user's country has it; null: no filter. */
export type ResidencyRule = readonly string[] | 'law' | null;

export type ResidencyCode =
  'no-filter' | 'listed' | 'not-listed' | 'same-territory' | 'free' | 'negative-list' | 'conditional' | 'sector-strict' | 'strict' | 'unknown-law';

export interface ResidencyVerdict {
  readonly passes: boolean;
  readonly code: ResidencyCode;
  /** The rule in words. */
  readonly text: string;
  readonly source: readonly string[];
}

const passing: ReadonlySet<ResidencyCode> = new Set([
  'no-filter',
  'listed',
  'same-territory',
  'free',
  'negative-list',
  'conditional',
  'sector-strict',
]);

/**
 * @param user where the data come from, ISO 3166-1 alpha-2
 * @param at where the site stands
 */
export function residencyVerdict(user: string, at: string, rule: ResidencyRule): ResidencyVerdict {
  if (rule === null) return verdict('no-filter', 'no residency was asked for', []);
  if (rule !== 'law') {
    return rule.includes(at)
      ? verdict('listed', `${at} is among the countries asked for`, [])
      : verdict('not-listed', `only ${rule.join(', ')}, and the site is in ${at}`, []);
  }
  if (sameDataTerritory(user, at)) return verdict('same-territory', `${user} and ${at} are under one law of data`, []);
  const law = residency(regimeOf(user));
  return law
    ? verdict(law.localisation, ruleText(law), law.source)
    : verdict('unknown-law', `no rule of ${user} was read, and what was not read does not pass`, []);
}

const verdict = (code: ResidencyCode, text: string, source: readonly string[]): ResidencyVerdict => ({
  passes: passing.has(code),
  code,
  text,
  source,
});

function ruleText({ jurisdiction, regime, localisation, transferRule, sectors }: Residency): string {
  const transfer = transferRule === '' ? 'no transfer rule was read' : transferRule;
  const kept = sectors === '' ? '' : `; kept in the country: ${sectors}`;
  return `${jurisdiction}, ${regime} (${localisation}): ${transfer}${kept}`;
}
