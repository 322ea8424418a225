/**
 * A task as a plan. Step i has the prompt `systemTokens + Σ_{j≤i} new_j + Σ_{j<i} output_j`; after `fanOut` calls side by side the next
 * prompt holds what all of them brought.
 */
import { fail, type Parsed } from '../scenario/input-error.ts';
import { isGraph, mostPlanNodes, type Task, type TaskNode, type TaskStep } from '../scenario/task.ts';
import { orderGraph, type OrderedGraph } from './order-graph.ts';
import type { Plan, PlanNode, Prefix } from './plan.ts';

/** Repeats of repeats multiply: beyond this nothing is a task any more, and a hundred of them cannot be played in seconds. */
const mostRuns = 200_000;

/** @param path where the task stands in its line */
export function buildPlan(task: Task, path: string): Parsed<Plan> {
  const build = new Build(task);
  const { steps } = task;
  if (typeof steps === 'number') {
    if (steps * task.fanOut > mostPlanNodes)
      return fail('out-of-range', `${path}.fanOut`, `expected at most ${mostPlanNodes} calls in all, got ${steps} steps of ${task.fanOut}`);
    for (let step = 1; step <= steps; step++) build.step(ownStep, step === steps);
  } else {
    const list = isGraph(steps) ? [steps] : steps;
    const calls = list.reduce((sum, each) => sum + (isGraph(each) ? each.nodes.length : (each.fanOut ?? task.fanOut)), 0);
    if (calls > mostPlanNodes) return fail('out-of-range', `${path}.steps`, `expected at most ${mostPlanNodes} calls in all, got ${calls}`);
    for (const [index, each] of list.entries()) {
      const last = index === list.length - 1;
      if (!isGraph(each)) {
        build.step(each, last);
        continue;
      }
      const graph = orderGraph(each, isGraph(steps) ? `${path}.steps` : `${path}.steps.${index}`);
      if (!graph.ok) return graph;
      build.graph(graph.value, last);
    }
  }
  const plan = build.plan();
  const runs = plan.nodes.reduce((sum, node) => sum + node.runs, 0);
  return runs > mostRuns
    ? fail('out-of-range', `${path}.steps`, `expected at most ${mostRuns} runs of nodes, got ${Math.round(runs)}: checks repeat too often`)
    : { ok: true, value: plan };
}

const ownStep: TaskStep = { newTokens: null, outputTokens: null, toolSeconds: null, fanOut: null };

class Build {
  private readonly nodes: PlanNode[] = [];
  /** Tokens that the next prompt holds before what comes in. */
  private context: number;
  /** Positions that the next step waits for. */
  private exits: readonly number[] = [];
  private prefixes: readonly Prefix[] = [];
  private pause: readonly number[] | null = [];
  /** Calls that each bring a result before the next step. */
  private results = 1;
  private steps = 0;
  private serial = true;

  constructor(private readonly task: Task) {
    this.context = task.systemTokens;
  }

  step({ newTokens, outputTokens, toolSeconds, fanOut }: TaskStep, last: boolean): void {
    const { task } = this;
    const each = newTokens ?? task.newTokensPerStep ?? 0;
    const incoming = this.steps === 0 && newTokens === null ? (task.taskTokens ?? each) : each * this.results;
    const prompt = this.context + incoming;
    const output = outputTokens ?? task.outputTokensPerStep ?? 0;
    const branches = fanOut ?? task.fanOut;
    const answers = this.endsRequest();
    const tool = answers ? null : (toolSeconds ?? task.toolSeconds);
    const calls: number[] = [];
    const ends: number[] = [];
    for (let branch = 0; branch < branches; branch++) {
      const call = this.add({ kind: 'call', after: this.exits, runs: 1, prompt, output, prefixes: this.prefixes, pause: this.pause });
      calls.push(call);
      ends.push(tool === null ? call : this.add({ kind: 'tool', after: [call], runs: 1, seconds: tool }));
    }
    if (branches > 1) this.serial = false;
    this.exits = branches === 1 ? ends : [this.add({ kind: 'join', after: ends, runs: 1 })];
    this.pause = tool === null ? [] : ends;
    this.prefixes = [{ tokens: prompt, from: calls }];
    this.context = prompt + branches * output;
    this.results = branches;
    this.stepDone(answers, last);
  }

  graph({ nodes, after, before, loops }: OrderedGraph, last: boolean): void {
    const { task } = this;
    const start = this.nodes.length;
    const held = this.context + (this.steps === 0 ? (task.taskTokens ?? 0) : 0);
    const brought = nodes.map(tokensOf);
    const runs = nodes.map((_, index) =>
      loops.reduce((product, loop, check) => (loop.includes(index) ? product / passOf(nodes[check]) : product), 1),
    );
    const prompts = nodes.map((node, index) => {
      if (node.kind !== 'model') return 0;
      let prompt = held + node.newTokens;
      for (const each of before[index] ?? []) prompt += brought[each] ?? 0;
      return prompt;
    });
    const waitedFor = new Set(after.flat());
    for (const [index, node] of nodes.entries()) {
      const waits = after[index] ?? [];
      const base = { after: waits.length === 0 ? this.exits : waits.map((each) => start + each), runs: runs[index] ?? 1 };
      if (node.kind === 'tool') this.add({ kind: 'tool', ...base, seconds: node.seconds });
      else if (node.kind === 'check') this.add({ kind: 'check', ...base, pass: node.pass, loop: (loops[index] ?? []).map((each) => start + each) });
      else {
        const own = [...(before[index] ?? [])].filter((each) => nodes[each]?.kind === 'model');
        const ofGraph = own.map((each) => ({ tokens: prompts[each] ?? 0, from: [start + each] })).sort((a, b) => b.tokens - a.tokens);
        const pause = waits.length === 0 ? this.pause : pauseBefore(waits, nodes, after, ofGraph[0], start);
        this.add({ kind: 'call', ...base, prompt: prompts[index] ?? 0, output: node.outputTokens, prefixes: [...ofGraph, ...this.prefixes], pause });
      }
    }
    const sinks = nodes.map((_, index) => index).filter((index) => !waitedFor.has(index));
    const roots = after.filter((waits) => waits.length === 0).length;
    if (roots > 1 || sinks.length > 1 || after.some((waits) => waits.length > 1) || new Set(after.flat()).size < after.flat().length)
      this.serial = false;
    this.exits = sinks.map((index) => start + index);
    this.prefixes = [...nodes.keys()]
      .filter((index) => nodes[index]?.kind === 'model')
      .map((index) => ({ tokens: prompts[index] ?? 0, from: [start + index] }))
      .sort((a, b) => b.tokens - a.tokens);
    this.pause = pauseBefore(sinks, nodes, after, this.prefixes[0], start);
    this.context = held + brought.reduce((sum, each) => sum + each, 0);
    this.results = 1;
    this.stepDone(this.endsRequest(), last);
  }

  plan(): Plan {
    const { systemTokens, systemCached, retryRate, evictionRate, cacheLifeSeconds } = this.task;
    return {
      nodes: this.nodes,
      sharedTokens: cacheLifeSeconds > 0 ? systemCached * systemTokens : 0,
      retryRate,
      evictionRate,
      cacheLife: cacheLifeSeconds,
      serial: this.serial,
    };
  }

  private add(node: PlanNode): number {
    return this.nodes.push(node) - 1;
  }

  /** The step that answers the user calls no tool. */
  private endsRequest(): boolean {
    const { userPause } = this.task;
    return userPause !== null && (this.steps + 1) % userPause.everySteps === 0;
  }

  private stepDone(answers: boolean, last: boolean): void {
    this.steps += 1;
    const { userPause } = this.task;
    if (!answers || last || userPause === null) return;
    const seconds = { p50: userPause.p50, p90: userPause.p90 };
    this.exits = [this.add({ kind: 'user', after: this.exits, runs: 1, seconds })];
    // A pause after tools of a graph is a sum, which only playing tells.
    this.pause = this.pause?.length === 0 ? this.exits : null;
  }
}

const tokensOf = (node: TaskNode): number =>
  node.kind === 'model' ? node.newTokens + node.outputTokens : node.kind === 'tool' ? node.resultTokens : 0;

const passOf = (node: TaskNode | undefined): number => (node?.kind === 'check' ? node.pass : 1);

/** Tools that lie side by side between the call of the longest prefix and what waits for them; null where it is anything else. */
function pauseBefore(
  waits: readonly number[],
  nodes: readonly TaskNode[],
  after: OrderedGraph['after'],
  longest: Prefix | undefined,
  start: number,
): readonly number[] | null {
  const call = longest?.from[0];
  if (call === undefined) return null;
  const ends = withoutChecks(waits, nodes, after);
  if (ends.length === 1 && start + (ends[0] ?? 0) === call) return [];
  const tools: number[] = [];
  for (const each of ends) {
    const node = nodes[each];
    const own = withoutChecks(after[each] ?? [], nodes, after);
    if (node?.kind !== 'tool' || own.length !== 1 || start + (own[0] ?? 0) !== call) return null;
    tools.push(start + each);
  }
  return tools;
}

/** What a check waits for in its place: it takes no time. */
function withoutChecks(waits: readonly number[], nodes: readonly TaskNode[], after: OrderedGraph['after']): readonly number[] {
  return [...new Set(waits.flatMap((each) => (nodes[each]?.kind === 'check' ? withoutChecks(after[each] ?? [], nodes, after) : [each])))];
}
