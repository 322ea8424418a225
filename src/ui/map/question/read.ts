/** What an address asks as a placement: whatever is wrong in it is left out, with words that say so, and the rest stays. */
import { parsePlacement } from '../../../placement/request/parse.ts';
import type { ReadQuestion } from '../../../session/page-question.ts';
import type { AskedPlacement } from './asked.ts';
import { openingQuestion } from './examples.ts';

/** Names in a link look like numbers where somebody named them so. */
function named(workload: unknown): unknown {
  if (typeof workload !== 'object' || workload === null || !('id' in workload)) return workload;
  return { ...workload, id: String(workload.id) };
}

export function readPlacement(input: Record<string, unknown> | null): ReadQuestion<AskedPlacement> {
  if (input === null) return { value: openingQuestion, problems: [] };
  let asked: Record<string, unknown> = { ...input };
  if (Array.isArray(asked['workloads'])) asked['workloads'] = asked['workloads'].map(named);
  else asked['workloads'] = openingQuestion.workloads;
  const problems: string[] = [];
  // Each pass takes one part out, so that this ends.
  for (;;) {
    const parsed = parsePlacement(asked);
    if (parsed.ok) return { value: asked as unknown as AskedPlacement, problems };
    const { path, message } = parsed.error;
    problems.push(`${path}: ${message}`);
    const less = without(asked, path.split('.'));
    if (less === null) return { value: openingQuestion, problems };
    asked = less;
  }
}

/** Parts of a workload that it can do without. */
const optional: ReadonlySet<string> = new Set(['roundTrip', 'residency', 'sovereignty', 'sendsTo']);

/** The same without what is wrong: a rule of a workload, the workload, or a part of the whole; null where nothing would be left. */
function without(asked: Record<string, unknown>, [top = '', index, key = '']: readonly string[]): Record<string, unknown> | null {
  if (top !== 'workloads') {
    if (!(top in asked)) return null;
    const { [top]: _, ...rest } = asked;
    return rest;
  }
  const workloads = asked['workloads'] as readonly Record<string, unknown>[];
  const at = Number(index);
  const wrong = workloads[at];
  if (wrong === undefined) return null;
  const { [key]: _, ...rest } = wrong;
  const next = optional.has(key) && key in wrong ? workloads.with(at, rest) : workloads.filter((_, other) => other !== at);
  return next.length === 0 ? null : { ...asked, workloads: next };
}

/** What is wrong with a question, by the workload it is in (null: the whole), in words; null where nothing is. */
export function faultOf(asked: AskedPlacement): { readonly workload: number | null; readonly text: string } | null {
  const parsed = parsePlacement(asked);
  if (parsed.ok) return null;
  const { path, message, suggestions = [] } = parsed.error;
  const [, index] = /^workloads\.(\d+)/.exec(path) ?? [];
  const meant = suggestions.length === 0 ? '' : `; did you mean ${suggestions.join(', ')}?`;
  return { workload: index === undefined ? null : Number(index), text: `${message}${meant}` };
}
