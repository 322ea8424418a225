/**
 * How many accelerators a site may carry work on at a date: a range with its origin, or a reason why none. What was not stated is never
 * without limit and never zero by default: it is the range of what others of its kind state, or the site is barred.
 */
import { site, type SiteState } from '../sites.ts';
import { catalogueDate } from '../read-cell.ts';
import { allSiteFacts, siteFacts, type SiteFacts, type SiteKind } from './site-facts.ts';

const catalogueMonth = catalogueDate.slice(0, 7);

export type BarCode =
  'stalled' | 'state-unknown' | 'not-open-yet' | 'not-confirmed-live' | 'accelerators-not-confirmed' | 'accelerator-not-named' | 'not-for-rent';

export interface Barred {
  readonly code: BarCode;
  readonly text: string;
}

export interface AcceleratorRange {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** `stated`; `power`: from the building's stated power; `kind`: from what other sites of this kind state; `all`: of any kind. */
  readonly origin: 'stated' | 'power' | 'kind' | 'all';
  /** Sites behind a range that was not stated. */
  readonly n: number;
  readonly source: readonly string[];
}

export interface GateOptions {
  /** Month of the plan, YYYY-MM; the catalogue's own where left out. */
  readonly date?: string;
  /** Admits sites that are being built or announced, and those where no source confirms accelerators or names them. */
  readonly announced?: boolean;
}

export type SiteCapacity = { readonly range: AcceleratorRange; readonly barred: null } | { readonly range: null; readonly barred: Barred };

/** @throws for an id that is not in the catalogue: a fault of ours */
export function siteCapacity(id: string, options: GateOptions = {}): SiteCapacity {
  const [place, facts] = [site(id), siteFacts(id)];
  if (!place || !facts) throw new Error(`no site "${id}"`);
  const barred = tenantBar(facts) ?? stateBar(place.state, facts, options) ?? chipBar(facts, options);
  return barred ? { range: null, barred } : { range: acceleratorRange(facts, place.state), barred: null };
}

/** Whether a site stands at a month: it operates by then, as far as its state and its opening say. @throws for an id that is not in the catalogue */
export function standsAt(id: string, date: string): boolean {
  const [place, facts] = [site(id), siteFacts(id)];
  if (!place || !facts) throw new Error(`no site "${id}"`);
  return stateBar(place.state, facts, { date }) === null;
}

function tenantBar({ kind, tenant }: SiteFacts): Barred | null {
  if (tenant !== null) return { code: 'not-for-rent', text: `all of it is let to ${tenant}` };
  return kind === 'captive' ? { code: 'not-for-rent', text: 'its owner uses it alone' } : null;
}

function stateBar(state: SiteState, { opens }: SiteFacts, { date = catalogueMonth, announced = false }: GateOptions): Barred | null {
  if (state === 'operating') return opens !== null && opens > date ? { code: 'not-open-yet', text: `opened in ${opens}` } : null;
  if (state === 'stalled') return { code: 'stalled', text: 'works have stopped' };
  if (announced) return null;
  if (state === 'unknown') return { code: 'state-unknown', text: 'no source says whether it operates' };
  if (opens === null) return { code: 'not-open-yet', text: `${stateWords[state]}; no source says when it opens` };
  if (opens > date) return { code: 'not-open-yet', text: `${stateWords[state]}; opens in ${opens}` };
  // Its month has passed without a report that it runs.
  return opens > catalogueMonth ? null : { code: 'not-confirmed-live', text: `was due in ${opens}; no source says that it runs` };
}

const stateWords: Readonly<Record<'construction' | 'announced', string>> = { construction: 'under construction', announced: 'announced' };

function chipBar({ confirmed, accelerators, acceleratorBasis, vendors, opens }: SiteFacts, { announced = false }: GateOptions): Barred | null {
  if (announced) return null;
  // A site that opens after the catalogue's month brings what its plan names.
  const toCome = opens !== null && opens > catalogueMonth && acceleratorBasis !== null;
  if (!confirmed && !toCome) return { code: 'accelerators-not-confirmed', text: 'no source says that accelerators are installed' };
  if (accelerators.length > 0) return null;
  return { code: 'accelerator-not-named', text: `accelerators of ${vendors.join(', ')}; no source says which` };
}

/** The range of a site's accelerators: stated, else from the power of the building, else of its kind. A plan counts only where it is still to come. */
export function acceleratorRange(facts: SiteFacts, state: SiteState): AcceleratorRange {
  const now = state === 'operating';
  const stated = facts.installed ?? (now ? null : facts.planned);
  if (stated) return { value: stated.value, low: stated.value, high: stated.value, origin: 'stated', n: 1, source: stated.source };
  const power = facts.buildingPower ?? (now ? null : facts.firstPhase);
  if (power) {
    const { value, low, high, n } = wattsPerAccelerator();
    return { value: power.value / value, low: power.value / high, high: power.value / low, origin: 'power', n, source: power.source };
  }
  const own = counted().filter(({ kind }) => kind === facts.kind);
  const peers = own.length >= fewest ? own : counted();
  const range = predicted(peers.map(({ count }) => count));
  return { ...range, origin: peers === own ? 'kind' : 'all', source: [...new Set(peers.flatMap(({ source }) => source))] };
}

/** Statements below which a kind says nothing by itself. */
const fewest = 3;

let watts: ReturnType<typeof predicted> | undefined;

/** W of building per accelerator, over the sites that state both for one phase. */
export function wattsPerAccelerator(): Readonly<ReturnType<typeof predicted>> {
  watts ??= predicted(
    allSiteFacts().flatMap((facts) => {
      if (facts.installed && facts.buildingPower) return [facts.buildingPower.value / facts.installed.value];
      return facts.planned && facts.plannedPower ? [facts.plannedPower.value / facts.planned.value] : [];
    }),
  );
  return watts;
}

let counts: readonly { readonly kind: SiteKind; readonly count: number; readonly source: readonly string[] }[] | undefined;

/** Operating sites for rent with confirmed accelerators whose number is stated or follows from their power. */
function counted(): NonNullable<typeof counts> {
  counts ??= allSiteFacts().flatMap((facts) => {
    if (!facts.confirmed || tenantBar(facts) || site(facts.id)?.state !== 'operating') return [];
    if (facts.installed) return [{ kind: facts.kind, count: facts.installed.value, source: facts.installed.source }];
    if (!facts.buildingPower) return [];
    return [{ kind: facts.kind, count: facts.buildingPower.value / wattsPerAccelerator().value, source: facts.buildingPower.source }];
  });
  return counts;
}

/** Where the next of a lognormal sample lies, 80 %: few values make a wide range (Student's t). */
function predicted(values: readonly number[]): { readonly value: number; readonly low: number; readonly high: number; readonly n: number } {
  const n = values.length;
  const logs = values.map(Math.log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / n;
  const deviation = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (n - 1));
  const reach = studentT80(n - 1) * deviation * Math.sqrt(1 + 1 / n);
  return { value: Math.exp(mean), low: Math.exp(mean - reach), high: Math.exp(mean + reach), n };
}

/** Student's t at 90 %, by the expansion of Cornish and Fisher: within 1 % from 3 degrees of freedom on. */
function studentT80(freedom: number): number {
  const z = 1.2816;
  return z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
}
