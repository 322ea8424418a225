/** A placement's question in the words of its sentence and of its cards. No DOM. */
import { isServed, type AskedPlacement, type AskedWorkload } from '../map/question/asked.ts';
import { formatCount, formatShare } from '../../units/format.ts';
import { countryName, listed, milliseconds, modelWords, placeName, rateWords, several } from './placement-words.ts';

/** "two workloads for users in six places", "one job" */
export function questionWords({ workloads }: AskedPlacement): string {
  const served = workloads.filter(isServed);
  const jobs = workloads.length - served.length;
  const places = new Set(served.flatMap(({ users }) => users.map(({ place }) => place)));
  const [only] = places;
  const users = places.size === 1 && only !== undefined ? placeName(only) : several(places.size, 'place');
  return [
    ...(served.length > 0 ? [`${several(served.length, 'workload')} for users in ${users}`] : []),
    ...(jobs > 0 ? [several(jobs, 'job')] : []),
  ].join(' and ');
}

export function sitesWords({ sites, switches }: AskedPlacement): string {
  if (Array.isArray(sites)) return `the ${several(sites.length, 'site')} of this link`;
  return switches?.announced ? 'sites that are announced too' : sites === 'all' ? 'all sites' : 'sites that operate today';
}

export const objectiveWords = ({ objective }: AskedPlacement): string =>
  objective === 'gCO2e' ? 'least carbon' : objective === 'kW' ? 'least power' : 'least cost';

export function limitsWords({ limits = {} }: AskedPlacement): string {
  const { vendorShare, operatorShare, countryShare, sites } = limits;
  const share = (who: string, limit: number | undefined): readonly string[] =>
    limit === undefined || limit >= 1 ? [] : [`no ${who} above ${formatShare(limit)}`];
  const said = [
    ...share('vendor', vendorShare),
    ...share('operator', operatorShare),
    ...share('country', countryShare),
    ...(sites === undefined ? [] : [`at most ${several(sites, 'site')}`]),
  ];
  return said.length > 0 ? listed(said) : 'no limit on any one hand';
}

const kinds: Readonly<Record<AskedWorkload['kind'], string>> = {
  inference: 'inference',
  agent: 'agent tasks',
  'pre-train': 'pre-training',
  'fine-tune': 'fine-tuning',
};

/** A card in one line: "Llama 3.3 70B · 195 requests a second from five places · within 150 ms · stays in Germany". */
export function workloadLine(workload: AskedWorkload): string {
  const parts = isServed(workload) ? servedParts(workload) : jobParts(workload);
  return [...parts, ...lawParts(workload)].join(' · ');
}

function servedParts({ kind, scenario, users, roundTrip }: Extract<AskedWorkload, { users: unknown }>): readonly string[] {
  const [only] = users;
  const where = users.length === 1 && only ? placeName(only.place) : several(users.length, 'place');
  const total = (of: 'requestsPerSecond' | 'tasksPerHour'): number => users.reduce((sum, each) => sum + (each[of] ?? 0), 0);
  const rate = kind === 'agent' ? `${formatCount(total('tasksPerHour'))} tasks an hour` : rateWords(total('requestsPerSecond'));
  return [modelWords(scenario['model']), `${rate} from ${where}`, ...(roundTrip === undefined ? [] : [`within ${milliseconds(roundTrip)}`])];
}

function jobParts({ kind, training, deadlineHours, sendsTo = [] }: Extract<AskedWorkload, { training: unknown }>): readonly string[] {
  const tokens = training['tokens'];
  return [
    `${kinds[kind]} of ${modelWords(training['model'])}`,
    ...(typeof tokens === 'number' ? [`${formatCount(tokens, 'short')} tokens`] : []),
    `done in ${formatCount(deadlineHours)} h`,
    ...(sendsTo.length > 0 ? [`feeds ${listed(sendsTo)}`] : []),
  ];
}

function lawParts({ residency, sovereignty }: AskedWorkload): readonly string[] {
  const whose = sovereignty?.of === undefined ? 'the user’s own country' : sovereignty.of === 'EU' ? 'the EU' : countryName(sovereignty.of);
  const level = typeof sovereignty?.minimum === 'number' ? `a score of ${String(sovereignty.minimum)}` : sovereignty?.minimum;
  return [
    ...(residency === undefined ? [] : [residency === 'law' ? 'as each user’s law has it' : `stays in ${listed(residency.map(countryName))}`]),
    ...(sovereignty ? [`sovereignty for ${whose}: ${level ?? ''}`] : []),
  ];
}
