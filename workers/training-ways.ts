/** What else would carry a training run that cannot be as it is asked. */
import type { TrainingEstimate, TrainingInput } from '../src/index.ts';

export interface TrainingWay {
  readonly id: 'count' | 'lora' | 'qlora' | 'deadline';
  /** What it changes. */
  readonly patch: Partial<TrainingInput>;
  readonly estimate: TrainingEstimate;
}

/** Each is answered, and those that run are given, the one that changes least first. */
export async function waysOut(
  training: TrainingInput,
  refused: TrainingEstimate,
  answer: (training: TrainingInput) => Promise<TrainingEstimate>,
): Promise<readonly TrainingWay[]> {
  if (refused.feasible || !refused.reason || !(refused.reason.code in openings)) return [];
  const ways: TrainingWay[] = [];
  for (const [id, patch] of openings[refused.reason.code as keyof typeof openings]) {
    if (
      (id === 'lora' || id === 'qlora') &&
      (training.kind === 'pre-train' || training.method === id || (id === 'lora' && training.method === 'qlora'))
    )
      continue;
    const estimate = await answer({ ...training, ...patch });
    if (estimate.feasible) ways.push({ id, patch, estimate });
  }
  return ways;
}

type Opening = readonly [id: TrainingWay['id'], patch: Partial<TrainingInput>];
const searched = { parallel: null, microBatch: null, recompute: null } as const;
const count: Opening = ['count', { accelerators: null, ...searched }];
const adapters: readonly Opening[] = [
  ['lora', { method: 'lora', ...searched }],
  ['qlora', { method: 'qlora', ...searched }],
];
const openings = {
  memory: [count, ...adapters],
  'no-layout': [count],
  'deadline-not-met': [count, ['deadline', { deadlineHours: null }]],
} as const satisfies Readonly<Record<string, readonly Opening[]>>;
