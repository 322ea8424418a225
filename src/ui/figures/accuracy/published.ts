/**
 * The published measurements and what the lab says about each, computed a few at a time between frames: nearly three
 * thousand estimates take seconds, and in one piece they would freeze the page. No DOM.
 */
import { heldOut, optionsWithout, type Axis } from '../../../validation/held-out.ts';
import { isHeadline, metricOf, scoreRows, type ScoredRow } from '../../../validation/score.ts';
import { counted, type ServingRow } from '../../../validation/serving-rows.ts';

/** Which parameters answer: those that have seen the rows, or those fitted without what a row belongs to. */
export type Held = 'nothing' | Axis;

export interface Scored {
  /** What was asked for, or nothing where no parameters were fitted without it. */
  readonly held: Held;
  readonly rows: readonly ScoredRow[];
  /** Axes for which parameters were fitted without each member. */
  readonly axes: readonly Axis[];
}

export interface Work {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, all: number) => void;
}

/** Milliseconds of work before the page gets its turn: half a frame at 60 Hz. */
const slice = 8;
/** Published rows that are read between two looks at the clock; one takes about 0.1 ms. */
const rowsAtOnce = 20;

const allAxes: readonly Axis[] = ['accelerator', 'model', 'engine'];

let published: Promise<readonly ServingRow[]> | undefined;
const kept = new Map<Held, Scored>();

/** @throws AbortError when the signal fires; what was read so far is kept */
export async function scorePublished(asked: Held, { signal, onProgress }: Work): Promise<Scored> {
  const known = kept.get(asked);
  if (known) return known;
  const rows = await (published ??= readPublished());
  const axes = allAxes.filter((axis) => rows.some((row) => heldOut(axis, row) !== undefined));
  const held: Held = asked !== 'nothing' && axes.includes(asked) ? asked : 'nothing';
  const scored: ScoredRow[] = [];
  await inSlices(
    rows.length,
    (index) => {
      const row = rows[index];
      if (row) scored.push(...scoreRows([row], held === 'nothing' ? undefined : (one) => optionsWithout(held, one)));
      if (index % 20 === 0) onProgress(index, rows.length);
    },
    signal,
  );
  const result: Scored = { held, axes, rows: scored };
  kept.set(asked, result);
  return result;
}

/** Bursts, all requests at once with a short answer, are no steady load and are left out, as in every score. */
async function readPublished(): Promise<readonly ServingRow[]> {
  const [{ rows: published }, { publishedRow }] = await Promise.all([
    import('../../../validation/published/serving.jsonl'),
    import('../../../validation/published-rows.ts'),
  ]);
  const rows: ServingRow[] = [];
  await inSlices(Math.ceil(published.length / rowsAtOnce), (part) => {
    rows.push(...published.slice(part * rowsAtOnce, (part + 1) * rowsAtOnce).flatMap(publishedRow));
  });
  return counted(rows).filter(({ metric }) => isHeadline(metricOf(metric)));
}

/** Lets the page draw and answer. */
export const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

async function inSlices(count: number, step: (index: number) => void, signal?: AbortSignal): Promise<void> {
  let until = performance.now() + slice;
  for (let index = 0; index < count; index++) {
    if (performance.now() > until) {
      await turn();
      signal?.throwIfAborted();
      until = performance.now() + slice;
    }
    step(index);
  }
}
