/**
 * A task played many times from a seed: what varies is drawn, what waits waits, and prompts live or die by the pauses that came about.
 */
import { seeded, type Random } from '../stats/random.ts';
import { firstTokenSeconds, outputSeconds, type CallTime } from './call-time.ts';
import type { TimeParts, TokenCounts } from './closed-form.ts';
import { sampler } from './duration.ts';
import { runsOf, type CallNode, type Plan, type PlanNode } from './plan.ts';

export interface Played {
  readonly tasks: number;
  /** Means. */
  readonly tokens: TokenCounts;
  /** Standard deviation of the new tokens of a task. */
  readonly newTokensSd: number;
  /** Seconds of each task, ascending; round trips included. */
  readonly seconds: Float64Array;
  /** Standard deviation of the seconds of a task. */
  readonly secondsSd: number;
  /** Means. */
  readonly parts: TimeParts;
}

/** As many as the shares of the cheapest fleet are drawn with: twenty of them lie beyond the 99th percentile. */
export const usualTasks = 2000;
const fewestTasks = 100;
/** Runs of nodes in all that a play may take, some seconds. */
const mostRuns = 2e7;
/** Runs of nodes between two looks at who wants to cancel. */
const runsPerSlice = 200_000;

/** @returns after yields of the share that is done */
export function* play(
  plan: Plan,
  time: CallTime,
  roundTrip: number,
  seed: number,
  random: boolean,
  wanted: number = usualTasks,
): Generator<number, Played> {
  const runs = runsOf(plan);
  const tasks = random ? Math.min(wanted, Math.max(fewestTasks, Math.floor(mostRuns / runs))) : 1;
  const player = new Player(plan, time, roundTrip, seeded(seed));
  const seconds = new Float64Array(tasks);
  const slice = Math.max(1, Math.floor(runsPerSlice / runs));
  for (let task = 0; task < tasks; task++) {
    if (task > 0 && task % slice === 0) yield task / tasks;
    seconds[task] = player.task();
  }
  seconds.sort();
  return { tasks, seconds, secondsSd: standardDeviation(seconds), ...player.means(tasks) };
}

function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** What the way to a node's end is made of. */
const partNames = ['firstToken', 'output', 'seen', 'tool', 'calls', 'user'] as const;
const parts = partNames.length;
const [firstToken, output, seen, tool, calls, user] = [0, 1, 2, 3, 4, 5] as const;

class Player {
  private readonly ends: Float64Array;
  /** Seconds that each tool, or the user, took last. */
  private readonly spent: Float64Array;
  /** Of each node, the parts of the longest way to its end. */
  private readonly ways: Float64Array;
  private readonly draws: readonly (((random: Random) => number) | null)[];
  private readonly drawCall: ((random: Random) => number) | null;
  private readonly all: readonly number[];
  private readonly sums = new Float64Array(parts);
  private sumNew = 0;
  private sumNewSquared = 0;
  private sumCached = 0;
  private sumOutput = 0;
  private sumCalls = 0;
  private newTokens = 0;

  constructor(
    private readonly plan: Plan,
    private readonly time: CallTime,
    private readonly roundTrip: number,
    private readonly random: Random,
  ) {
    const { nodes } = plan;
    this.ends = new Float64Array(nodes.length);
    this.spent = new Float64Array(nodes.length);
    this.ways = new Float64Array(nodes.length * parts);
    this.draws = nodes.map((node) => (node.kind === 'tool' || node.kind === 'user' ? sampler(node.seconds) : null));
    this.drawCall = time.kind === 'seen' ? sampler(time.seconds) : null;
    this.all = nodes.map((_, index) => index);
  }

  /** Plays one task and returns its seconds, the user's own left out. */
  task(): number {
    this.newTokens = 0;
    this.run(this.all, -1);
    let last = 0;
    for (let index = 1; index < this.ends.length; index++) if ((this.ends[index] ?? 0) >= (this.ends[last] ?? 0)) last = index;
    for (let part = 0; part < parts; part++) this.sums[part] = (this.sums[part] ?? 0) + (this.ways[last * parts + part] ?? 0);
    this.sumNew += this.newTokens;
    this.sumNewSquared += this.newTokens ** 2;
    return (this.ends[last] ?? 0) - (this.ways[last * parts + user] ?? 0);
  }

  means(tasks: number): Pick<Played, 'tokens' | 'newTokensSd' | 'parts'> {
    const mean = this.sumNew / tasks;
    const of = (part: number): number => (this.sums[part] ?? 0) / tasks;
    return {
      tokens: { new: mean, cached: this.sumCached / tasks, output: this.sumOutput / tasks, calls: this.sumCalls / tasks },
      newTokensSd: Math.sqrt(Math.max(this.sumNewSquared / tasks - mean ** 2, 0)),
      parts: { firstToken: of(firstToken), output: of(output), seen: of(seen), tool: of(tool), calls: of(calls) },
    };
  }

  /** @param since position of the check from whose end these run again; −1 when they run for the first time */
  private run(indices: readonly number[], since: number): void {
    for (const index of indices) {
      const node = this.plan.nodes[index] as PlanNode;
      const start = this.begin(index, node, since);
      const draw = this.draws[index];
      if (draw) this.spend(index, start, node.kind === 'user' ? user : tool, draw(this.random));
      else if (node.kind === 'call') this.call(index, node, start, since >= 0);
      else this.ends[index] = start;
      if (node.kind === 'check') this.check(index, node.pass, node.loop);
    }
  }

  private check(index: number, pass: number, loop: readonly number[]): void {
    // The last of the loop is this check, whose end is that of what it waits for.
    const again = loop.slice(0, -1);
    for (let failures = this.geometric(1 - pass); failures > 0; failures--) {
      this.run(again, index);
      const node = this.plan.nodes[index] as PlanNode;
      this.ends[index] = this.begin(index, node, -1);
    }
  }

  /** When it may start; its way begins as that of what it waited for last. */
  private begin(index: number, { after }: PlanNode, since: number): number {
    let last = since;
    for (const each of after) if (last < 0 || (this.ends[each] ?? 0) > (this.ends[last] ?? 0)) last = each;
    if (last < 0) {
      this.ways.fill(0, index * parts, (index + 1) * parts);
      return 0;
    }
    this.ways.copyWithin(index * parts, last * parts, (last + 1) * parts);
    return this.ends[last] ?? 0;
  }

  private spend(index: number, start: number, part: number, seconds: number): void {
    const at = index * parts + part;
    this.ways[at] = (this.ways[at] ?? 0) + seconds;
    this.spent[index] = seconds;
    this.ends[index] = start + seconds;
  }

  private call(index: number, { prompt, output: answer, prefixes, pause }: CallNode, start: number, again: boolean): void {
    const { plan, time, random } = this;
    let read = again && plan.cacheLife > 0 ? prompt : Math.min(plan.sharedTokens, prompt);
    const evicted = plan.evictionRate > 0 && prefixes.length > 0 && !again && random.uniform() < plan.evictionRate;
    if (!again && !evicted && plan.cacheLife > 0) {
      for (const [rank, { tokens, from }] of prefixes.entries()) {
        if ((rank === 0 && pause ? this.longest(pause) : this.sinceLast(from, start)) > plan.cacheLife) continue;
        read = Math.max(read, tokens);
        break;
      }
    }
    const repeats = this.geometric(plan.retryRate);
    const known = plan.cacheLife > 0 ? repeats * prompt : 0;
    const fresh = prompt - read + repeats * prompt - known;
    this.newTokens += fresh;
    this.sumCached += read + known;
    this.sumOutput += (1 + repeats) * answer;
    this.sumCalls += 1 + repeats;

    const first = firstTokenSeconds(time, prompt - read) + repeats * firstTokenSeconds(time, plan.cacheLife > 0 ? 0 : prompt);
    const later = (1 + repeats) * outputSeconds(time, answer);
    let whole = 0;
    if (this.drawCall) for (let each = 0; each <= repeats; each++) whole += this.drawCall(random);
    const at = index * parts;
    this.ways[at + firstToken] = (this.ways[at + firstToken] ?? 0) + first;
    this.ways[at + output] = (this.ways[at + output] ?? 0) + later;
    this.ways[at + seen] = (this.ways[at + seen] ?? 0) + whole;
    this.ways[at + calls] = (this.ways[at + calls] ?? 0) + 1 + repeats;
    this.ends[index] = start + first + later + whole + (1 + repeats) * this.roundTrip;
  }

  private longest(positions: readonly number[]): number {
    let longest = 0;
    for (const each of positions) longest = Math.max(longest, this.spent[each] ?? 0);
    return longest;
  }

  private sinceLast(calls: readonly number[], start: number): number {
    let last = 0;
    for (const each of calls) last = Math.max(last, this.ends[each] ?? 0);
    return start - last;
  }

  /** Failures before the first success, where each try fails with probability `rate`. */
  private geometric(rate: number): number {
    return rate <= 0 ? 0 : Math.floor(Math.log1p(-this.random.uniform()) / Math.log(rate));
  }
}
