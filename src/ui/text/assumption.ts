/** One assumption in words and figures: value and range in its unit, its sources as titles with their addresses. No DOM. */
import { placeSources } from '../../catalogue/place-sources.ts';
import { source } from '../../catalogue/sources.ts';
import type { CitedFact } from '../../estimate/views/why/why.ts';
import { formatMemory, formatQuantity, formatRange, formatShare } from '../../units/format.ts';

export interface AssumptionNumbers {
  readonly value: string;
  readonly range: string;
}

export function assumptionNumbers({ value, low, high, unit }: Pick<CitedFact, 'value' | 'low' | 'high' | 'unit'>): AssumptionNumbers {
  if (typeof value === 'string') return { value, range: '' };
  const hasRange = low !== undefined && high !== undefined && high > low;
  // A share is read as per cent, memory in the unit that drivers print; both without a decimal.
  if (unit === '1' && value <= 1) return { value: formatShare(value), range: hasRange ? `${formatRange(low * 100, high * 100, 0)} %` : '' };
  if (unit === 'B') return { value: formatMemory(value), range: hasRange ? `${formatRange(low / 2 ** 30, high / 2 ** 30, -1)} GiB` : '' };
  const said = formatQuantity({ value, low: low ?? value, high: high ?? value, unit, evidence: 'prior' });
  return { value: [said.value, unit === '1' ? '' : said.unit].filter(Boolean).join(' '), range: said.range };
}

export interface SourceLine {
  /** The repository, or the first words of the title. */
  readonly short: string;
  readonly title: string;
  readonly url: string | null;
}

/** A code of the catalogue becomes its title and address; anything else is a reference in its own words. */
export function sourceLines({ source: codes }: Pick<CitedFact, 'source'>): readonly SourceLine[] {
  return [...new Set(codes)].map((code) => {
    const known = source(code) ?? placeSources().find((place) => place.code === code);
    const title = known?.title ?? code;
    return { title, short: shortTitle(title), url: /https:\/\/\S+?(?=[,;]?(\s|$))/.exec(known?.locator ?? '')?.[0] ?? null };
  });
}

/** At most so many letters of a title stand in a row. */
const shortest = 34;

function shortTitle(title: string): string {
  const repository = /(?:^|\s)([\w.-]+\/[\w.-]+)/.exec(title)?.[1];
  if (repository) return repository;
  if (title.length <= shortest) return title;
  return `${title.slice(0, title.lastIndexOf(' ', shortest))} …`;
}
