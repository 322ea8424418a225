/** An adapter and what is known about a run, in words. No DOM. */
import type { AdapterSummary, Badge } from '../../run/run.ts';
import { capital } from './capital.ts';

const vendors: Readonly<Record<string, string>> = {
  nvidia: 'NVIDIA',
  amd: 'AMD',
  intel: 'Intel',
  apple: 'Apple',
  qualcomm: 'Qualcomm',
  arm: 'Arm',
  google: 'Google',
  mesa: 'Mesa',
  microsoft: 'Microsoft',
};

/**
 * `Apple metal-3`, `NVIDIA Ada Lovelace`; browsers tell little more, on purpose.
 * @param whose computer it is: the visitor's own, or that of whoever made a link
 */
export function adapterName(
  { vendor, architecture, device, description, fallback }: Pick<AdapterSummary, 'vendor' | 'architecture' | 'fallback'> & Partial<AdapterSummary>,
  whose: 'This' | 'Some' = 'This',
): string {
  if (fallback) return `${whose} computer’s processor`;
  if (description) return description;
  const maker = vendors[vendor.toLowerCase()] ?? capital(vendor);
  const rest = device || capital(architecture.replaceAll('-', ' '));
  return [maker, rest].filter(Boolean).join(' ') || 'A GPU without a name';
}

const told: readonly (readonly [feature: string, words: string])[] = [
  ['shader-f16', 'f16'],
  ['subgroups', 'subgroups'],
  ['timestamp-query', 'GPU timestamps'],
  ['subgroup-matrix', 'matrix units'],
];

/** "WebGPU with f16 and subgroups". */
export function featureWords({ features, fallback, architecture }: AdapterSummary): string {
  const known = told.filter(([feature]) => features.some((name) => name === feature || name.endsWith(feature))).map(([, words]) => words);
  const list = known.length === 0 ? '' : ` with ${known.length === 1 ? known[0] : `${known.slice(0, -1).join(', ')} and ${known.at(-1)}`}`;
  return `${fallback ? `Software adapter${architecture ? ` (${architecture})` : ''}, WebGPU` : 'WebGPU'}${list}`;
}

/** What a badge on a run means, said once. */
export const badgeWords: Readonly<Record<Badge, { readonly name: string; readonly meaning: string }>> = {
  'software-adapter': { name: 'software adapter', meaning: 'the processor did the work: these rates say nothing about a GPU' },
  'quantised-clock': { name: 'coarse clock', meaning: 'the browser rounds GPU timestamps; windows were made long enough for it' },
  'wall-clock': { name: 'wall clock', meaning: 'no GPU timestamps: timed from the processor, by the slope over many dispatches' },
  'thermally-unstable': { name: 'throttled', meaning: 'rates fell during the run: the chip was warming up or sharing its power' },
  noisy: { name: 'noisy', meaning: 'samples spread more than the plan accepts' },
  nonlinear: { name: 'not linear', meaning: 'twice the work did not take twice the time' },
  'cache-resident': { name: 'in cache', meaning: 'the data fitted into a cache, so that memory was not what was timed' },
  'page-was-hidden': { name: 'page was hidden', meaning: 'timed while the tab could not be seen: browsers and laptops slow down then' },
  experimental: { name: 'experimental', meaning: 'on matrix units, which browsers offer behind a flag only: no estimate rests on it' },
};

/** Every badge that any kernel of a run carries, once. */
export function badgesOf(run: { readonly kernels: readonly { readonly badges: readonly Badge[] }[] }): readonly Badge[] {
  return [...new Set(run.kernels.flatMap((kernel) => kernel.badges))];
}
