/** The five signals in words: what each found, its groups by their names, and where more is said of them. No DOM. */
import { accelerator } from '../../catalogue/accelerators.ts';
import { model } from '../../catalogue/models.ts';
import { seriesColour } from '../../charts/series.ts';
import { ratioWords } from '../../charts/ratio-chart.ts';
import type { Signal, SignalId, SignalValue, SignalVerdict } from '../../index.ts';
import { formatCount, formatQuantity, formatShare } from '../../units/format.ts';
import { numberWord, shortModel, shortName } from './names.ts';
import { capital } from './capital.ts';

export const signalNames: Readonly<Record<SignalId, string>> = {
  'token-economics': 'What a token costs to make, against what hosts ask',
  capacity: 'Where accelerators stand',
  'throughput-per-watt': 'Tokens out of a megawatt',
  partners: 'In how few hands it lies',
  alternatives: 'Doing without the largest vendor',
};

export const verdictWords = (verdict: SignalVerdict | null): string =>
  verdict === null ? 'no verdict' : verdict === 'not-decided' ? 'not decided' : verdict;

/** One sentence for all five. */
export function signalsTitle(all: readonly Signal[]): string {
  const count = (verdict: SignalVerdict | null): number => all.filter((signal) => signal.verdict === verdict).length;
  const parts = (['better', 'worse', 'not-decided'] as const).map((verdict) => {
    const n = count(verdict);
    return `${n === 0 ? 'none' : numberWord(n)} ${n < 2 ? 'is' : 'are'} ${verdictWords(verdict)}`;
  });
  return `Of ${numberWord(all.length - count(null))} signals with a verdict ${parts.slice(0, 2).join(', ')} and ${parts[2] ?? ''}`;
}

/** Of a group, what the lab has more to say of. */
export interface SignalLink {
  readonly page: 'choose' | 'cost' | 'map';
  /** Ids of the catalogue that the scenario takes over. */
  readonly model?: string;
  readonly accelerator?: string;
}

export interface SignalRow {
  readonly value: SignalValue;
  readonly name: string;
  readonly detail: string;
  readonly colour: string;
  readonly link: SignalLink | null;
}

const chipName = (id: string): string => shortName(accelerator(id)?.name ?? id);
const nameOfModel = (id: string): string => shortModel(model(id)?.name ?? id);

/** What is drawn of a signal: its most telling values, those that are largest first where there is no order of their own. */
export function drawnRows({ id, values }: Signal): readonly SignalRow[] {
  switch (id) {
    case 'token-economics':
      return values.map((value) => ({
        value,
        name: nameOfModel(value.group),
        detail: value.n === 1 ? 'one host' : `${formatCount(value.n)} hosts`,
        colour: 'var(--accent)',
        link: { page: 'choose', model: value.group },
      }));
    case 'alternatives':
      return values.map((value) => ({ value, ...rivals(value) }));
    case 'throughput-per-watt':
      return values
        .filter(({ group }) => group.endsWith(': facility'))
        .toSorted((a, b) => b.value - a.value)
        .map((value) => {
          const { chip, year } = chipOf(value.group);
          return {
            value,
            name: chipName(chip),
            detail: year,
            colour: seriesColour(accelerator(chip)?.vendor ?? ''),
            link: { page: 'cost', accelerator: chip },
          };
        });
    case 'capacity':
      return values
        .filter(({ group }) => group.endsWith(openToWork))
        .map((value) => ({
          value,
          name: value.group.slice(0, -openToWork.length),
          detail: value.n === 1 ? 'one site' : `${formatCount(value.n)} sites`,
          colour: value.group.startsWith('World') ? 'var(--ink)' : 'var(--accent)',
          link: { page: 'map' },
        }));
    case 'partners':
      return values
        .filter(({ unit }) => unit === 'HHI')
        .map((value) => ({
          value,
          name: capital(value.group),
          detail: `${formatCount(value.n)} sites`,
          colour: value.group.startsWith('country') ? 'var(--series-blue)' : 'var(--series-vermilion)',
          link: { page: 'map' },
        }));
    default:
      return id satisfies never;
  }
}

const openToWork = ': accelerators open to work';

/** "tpu7x (2025): facility" */
function chipOf(group: string): { readonly chip: string; readonly year: string } {
  const [, chip = group, year = ''] = /^(\S+) \((\d+)\)/.exec(group) ?? [];
  return { chip, year };
}

/** "llama-3.3-70b: tpu7x against b200-sxm, at open sites" */
function rivals({ group }: SignalValue): Omit<SignalRow, 'value'> {
  const [, id = '', other = '', best = '', held] = /^(\S+): (\S+) against ([^\s,]+)(, at open sites)?/.exec(group) ?? [];
  return {
    name: nameOfModel(id),
    detail: `${chipName(other)} against ${chipName(best)}${held ? ', at open sites' : ''}`,
    colour: 'var(--accent)',
    link: { page: 'cost', model: id, accelerator: other },
  };
}

/** What a signal found, as a sentence that claims no more than its intervals allow. */
export function signalTitle(signal: Signal): string {
  const { id, values, verdict, coverage } = signal;
  const rows = drawnRows(signal);
  switch (id) {
    case 'token-economics': {
      const decided = values.filter((value) => value.verdict === 'better').length;
      const range = spanOf(values);
      const models = `${numberWord(values.length)} open models`;
      if (verdict === 'worse') return `Of ${models}, each costs more to make than hosts ask: ${range} of the list price`;
      if (decided === 0 && values.some(({ low, high }) => high < 1 || low > 1))
        return `Tokens of ${models} cost ${range} of the list price to make; where that is apart from it, too few hosts list them to judge by`;
      return decided === 0
        ? `Tokens of ${models} cost ${range} of the list price to make, and none is told apart from it`
        : `Of ${models}, ${numberWord(decided)} cost less to make than hosts ask: ${range} of the list price`;
    }
    case 'capacity': {
      const named = rows.filter(({ name }) => name !== 'World').map(({ name }) => name);
      return `${coverage === null ? 'Few' : formatShare(coverage)} of operating sites say how large they are; accelerators open to work are confirmed in ${listed(named)} alone`;
    }
    case 'throughput-per-watt': {
      const year = Math.max(...rows.map(({ detail }) => Number(detail)));
      const newest = rows.find(({ detail }) => Number(detail) === year),
        before = rows.find(({ detail }) => Number(detail) < year);
      if (!newest || !before) return 'Nothing to compare: one year of accelerators is known';
      const ratio = ratioWords(newest.value.value / before.value.value);
      return `The best of ${year}, ${newest.name}, makes ${ratio} the tokens of the best before it, ${before.name}, out of a megawatt${verdict === 'not-decided' ? ': not told apart' : ''}`;
    }
    case 'partners': {
      const control = hhi(values, 'jurisdiction, by sites'),
        location = hhi(values, 'country, by sites');
      if (verdict === 'worse')
        return `Control lies in fewer hands than location: concentration is ${control} by jurisdiction and ${location} by country`;
      return verdict === 'better'
        ? `Location lies in fewer hands than control: ${location} against ${control}`
        : `Control and location are as concentrated as each other: ${control} and ${location}`;
    }
    case 'alternatives': {
      const open = values.filter(({ group }) => group.endsWith('at open sites')),
        all = values.filter(({ group }) => !group.endsWith('at open sites'));
      const tail = verdict === 'not-decided' ? ', and the intervals do not decide' : '';
      return `Without the largest vendor a token costs ${spanOf(all)} as much, and ${spanOf(open)} on what stands at open sites${tail}`;
    }
    default:
      return id satisfies never;
  }
}

function spanOf(values: readonly SignalValue[]): string {
  const sorted = values.map(({ value }) => value).toSorted((a, b) => a - b);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) return 'nobody knows how many times';
  return ratioWords(least) === ratioWords(most) ? ratioWords(least) : `${ratioWords(least).slice(0, -1)} to ${ratioWords(most)}`;
}

const hhi = (values: readonly SignalValue[], group: string): string =>
  formatCount(Math.round(values.find((value) => value.group === group)?.value ?? 0));

function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? 'no continent') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** A value in its unit, short. */
export function valueWords(value: SignalValue): string {
  if (value.unit === '1') return ratioWords(value.value);
  if (value.unit === 'HHI') return formatCount(Math.round(value.value));
  if (value.unit === 'accelerators' || value.unit === 'streams') return formatCount(Math.round(Number(value.value.toPrecision(3))), 'short');
  const { value: said, unit } = formatQuantity(value);
  return `${said}${unit.replace(' tokens/s/MW', '')}`;
}

/** What the values of the picture are of. */
export const signalUnits: Readonly<Record<SignalId, string>> = {
  'token-economics': 'Cost over the median list price of other hosts: left of one it is cheaper to make.',
  capacity: 'Accelerators at sites that are open to work; ranges where a site does not say how many.',
  'throughput-per-watt': 'Output tokens a second per megawatt of facility power.',
  partners: 'Index of Herfindahl and Hirschman: 10,000 for one hand.',
  alternatives: 'Cost on the best accelerator of others over that on the largest vendor’s best: left of one it is cheaper.',
};

/** Watts of buildings as their operators say them. */
export function signalQuantity({ value, low, high, unit, evidence }: SignalValue): Parameters<typeof formatQuantity>[0] {
  if (unit === 'W') return { value: value / 1e6, low: low / 1e6, high: high / 1e6, unit: 'MW', evidence };
  return { value, low, high, unit: unit === '1' ? '×' : unit, evidence };
}
