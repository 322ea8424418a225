/**
 * A graph of nodes in an order that does not depend on how it was written down, with what runs again when a check fails; or what is
 * wrong with it.
 */
import { nearest } from '../catalogue/suggestions.ts';
import { fail, type Parsed } from '../scenario/input-error.ts';
import type { TaskGraph, TaskNode } from '../scenario/task.ts';

export interface OrderedGraph {
  /** Each after all that it waits for; of those that may come next the smallest id. */
  readonly nodes: readonly TaskNode[];
  /** Positions of what each has to wait for, checks that guard it among them. */
  readonly after: readonly (readonly number[])[];
  /** Positions of all that come before it. */
  readonly before: readonly ReadonlySet<number>[];
  /** Of each check, what runs again; empty for other nodes. */
  readonly loops: readonly (readonly number[])[];
}

/** @param path where the graph stands in its line */
export function orderGraph({ nodes }: TaskGraph, path: string): Parsed<OrderedGraph> {
  const ids = nodes.map(({ id }) => id);
  const at = (node: TaskNode, key: string): string => `${path}.nodes.${nodes.indexOf(node)}.${key}`;
  for (const node of nodes) {
    if (ids.indexOf(node.id) !== nodes.indexOf(node)) return fail('inconsistent', at(node, 'id'), `"${node.id}" is the id of another node too`);
    for (const [place, id] of node.after.entries())
      if (!ids.includes(id)) return fail('unknown-id', `${at(node, 'after')}.${place}`, `no node "${id}"`, nearest(id, ids));
  }
  if (!nodes.some(({ kind }) => kind === 'model')) return fail('inconsistent', `${path}.nodes`, 'a task without a model call costs no tokens');

  const waits = new Map(nodes.map((node) => [node.id, new Set(node.after)]));
  const first = sorted(nodes, waits);
  if (!first.ok) return fail('inconsistent', at(first.stuck, 'after'), `"${first.stuck.id}" waits for itself`);
  const before = ancestors(first.order, waits);

  const loops = new Map<string, ReadonlySet<string>>();
  for (const check of first.order) {
    if (check.kind !== 'check') continue;
    if (!ids.includes(check.retryTo)) return fail('unknown-id', at(check, 'retryTo'), `no node "${check.retryTo}"`, nearest(check.retryTo, ids));
    if (before.get(check.id)?.has(check.retryTo) !== true)
      return fail('inconsistent', at(check, 'retryTo'), `"${check.retryTo}" does not come before "${check.id}": nothing would run again`);
    const loop = new Set([check.id, check.retryTo]);
    for (const id of before.get(check.id) ?? []) if (before.get(id)?.has(check.retryTo) === true) loop.add(id);
    for (const [other, its] of loops)
      if (crosses(loop, its))
        return fail('inconsistent', at(check, 'retryTo'), `what it repeats crosses what "${other}" repeats: one has to lie within the other`);
    loops.set(check.id, loop);
  }
  // What comes after a part of a loop waits until its check passes.
  for (const [check, loop] of loops)
    for (const { id } of nodes) if (!loop.has(id) && [...(waits.get(id) ?? [])].some((each) => loop.has(each))) waits.get(id)?.add(check);
  const second = sorted(nodes, waits);
  if (!second.ok) return fail('inconsistent', at(second.stuck, 'after'), `"${second.stuck.id}" lies in a loop that waits for itself`);

  const position = new Map(second.order.map(({ id }, index) => [id, index]));
  const positions = (ids: Iterable<string>): number[] => [...ids].map((id) => position.get(id) ?? 0).sort((a, b) => a - b);
  return {
    ok: true,
    value: {
      nodes: second.order,
      after: second.order.map(({ id }) => positions(waits.get(id) ?? [])),
      before: second.order.map(({ id }) => new Set(positions(before.get(id) ?? []))),
      loops: second.order.map(({ id }) => positions(loops.get(id) ?? [])),
    },
  };
}

type Sorted = { readonly ok: true; readonly order: readonly TaskNode[] } | { readonly ok: false; readonly stuck: TaskNode };

const byId = (one: TaskNode, other: TaskNode): number => (one.id < other.id ? -1 : 1);

function sorted(nodes: readonly TaskNode[], waits: ReadonlyMap<string, ReadonlySet<string>>): Sorted {
  const left = [...nodes].sort(byId);
  const done = new Set<string>();
  const order: TaskNode[] = [];
  while (left.length > 0) {
    const next = left.findIndex(({ id }) => [...(waits.get(id) ?? [])].every((each) => done.has(each)));
    if (next < 0) return { ok: false, stuck: onCycle(left, waits, done) };
    const [node] = left.splice(next, 1) as [TaskNode];
    done.add(node.id);
    order.push(node);
  }
  return { ok: true, order };
}

/** Of what is left one that waits for itself, not one that merely waits for such. */
function onCycle(left: readonly TaskNode[], waits: ReadonlyMap<string, ReadonlySet<string>>, done: ReadonlySet<string>): TaskNode {
  const byName = new Map(left.map((node) => [node.id, node]));
  let node = left[0] as TaskNode;
  for (const _ of left) {
    const next = [...(waits.get(node.id) ?? [])].find((id) => !done.has(id));
    node = (next === undefined ? undefined : byName.get(next)) ?? node;
  }
  return node;
}

function ancestors(order: readonly TaskNode[], waits: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, ReadonlySet<string>>();
  for (const { id } of order) {
    const own = new Set<string>();
    for (const each of waits.get(id) ?? []) {
      own.add(each);
      for (const further of all.get(each) ?? []) own.add(further);
    }
    all.set(id, own);
  }
  return all;
}

function crosses(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const common = [...one].filter((id) => other.has(id)).length;
  return common > 0 && common < one.size && common < other.size;
}
