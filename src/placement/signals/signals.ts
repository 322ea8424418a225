/** The five signals, each recomputed from the catalogue and the model at a month. */
import { catalogueDate } from '../../catalogue/read-cell.ts';
import { modelVersion } from '../../estimate/model-version.ts';
import { inTurns, type Work } from '../../estimate/work.ts';
import type { Signal, SignalId } from './signal.ts';

export interface SignalsOptions extends Work {
  /** Only this one. */
  readonly only?: SignalId;
  /** Month, YYYY-MM: accelerators of its year and before, sites that are open by then. List prices stay those of the catalogue. */
  readonly date?: string;
}

export interface Signals {
  readonly date: string;
  readonly modelVersion: string;
  readonly signals: readonly Signal[];
}

const makers: Readonly<Record<SignalId, (date: string) => Promise<Signal>>> = {
  'token-economics': async (date) => (await import('./token-economics.ts')).tokenEconomics(date),
  capacity: async (date) => (await import('./world-capacity.ts')).worldCapacity(date),
  'throughput-per-watt': async (date) => (await import('./throughput-per-watt.ts')).throughputPerWatt(date),
  partners: async (date) => (await import('./partners.ts')).partners(date),
  alternatives: async (date) => (await import('./alternatives.ts')).alternatives(date),
};

const firstMonth = '2020-01';
const lastMonth = '2035-12';

/** What takes long: the fleets that a signal is asked at. */
const askedAt: Readonly<Record<SignalId, 'all' | 'one' | 'none'>> = {
  'token-economics': 'all',
  capacity: 'one',
  'throughput-per-watt': 'one',
  partners: 'none',
  alternatives: 'all',
};

/** @throws RangeError for a date that is no month, or one that the catalogue says nothing about; the reason of `signal` where it has fired */
export async function signals({ only, date = catalogueDate.slice(0, 7), ...work }: SignalsOptions = {}): Promise<Signals> {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(date) || date < firstMonth || date > lastMonth)
    throw new RangeError(`date: expected a month from ${firstMonth} to ${lastMonth}, as YYYY-MM, not "${date}"`);
  const { referenceModels, referenceSteps, yardstick } = await import('./reference.ts');
  const fleets = only === undefined ? 'all' : askedAt[only];
  await inTurns(referenceSteps(fleets === 'all' ? referenceModels : fleets === 'one' ? [yardstick] : [], Number(date.slice(0, 4))), work);
  const found: Signal[] = [];
  for (const [id, make] of Object.entries(makers)) if (only === undefined || only === id) found.push(await make(date));
  return { date, modelVersion, signals: found };
}
