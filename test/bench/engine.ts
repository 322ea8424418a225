/**
 * Rates of the cost engine: operating points in closed form, a sweep with its Pareto set, rows of the command line. Each
 * is the fastest of many short windows, as little as possible of what else runs on the machine, and stands beside its
 * ratio to a baseline of the same run (an exponential of a logarithm, what operators are made of), which compares
 * between machines. Built by `main.ts`, since modules that are transformed one by one run at half the speed.
 */
import { defaultScenario } from '../../src/scenario/defaults.ts';
import { answerLine } from '../../src/cli/lines/estimate-lines.ts';
import { operate } from '../../src/estimate/estimate-scenario.ts';
import { answersFor, OperatingCurve, passCurves } from '../../src/estimate/load/operating-curve.ts';
import { sweep } from '../../src/estimate/views/sweep.ts';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const parallel = { tensor: 2, pipeline: 1, expert: 1, attentionData: 1 };
const setup = { model: 'llama-3.3-70b', accelerator: 'h200-sxm', weights: 'fp8', engine: 'vllm', parallel } as const;
const scenario: Scenario = { ...scenarioDefaults, ...setup, concurrency: 32 };

export interface Rate {
  /** Units a second in the fastest window. */
  readonly perSecond: number;
  /** The same in the median window: what was left of the machine. */
  readonly median: number;
}

const windows = 15;
/** Milliseconds of a window, of as many calls as fit. */
const windowTime = 100;

/** `work` does `count` of what is counted; two windows warm it up. */
function rate(count: number, work: () => void): Rate {
  const rates: number[] = [];
  for (let window = -2; window < windows; window++) {
    let best = Infinity;
    const start = performance.now();
    for (let at = start; at - start < windowTime;) {
      work();
      const end = performance.now();
      best = Math.min(best, end - at);
      at = end;
    }
    if (window >= 0) rates.push((count * 1000) / best);
  }
  rates.sort((a, b) => b - a);
  return { perSecond: rates[0] ?? Number.NaN, median: rates[windows >> 1] ?? Number.NaN };
}

/** 100 concurrencies × 10 prompt lengths × 10 output lengths. */
const axes = {
  concurrency: Array.from({ length: 100 }, (_, index) => 1 + 3 * index),
  inputTokens: Array.from({ length: 10 }, (_, index) => 256 * (index + 1)),
  outputTokens: Array.from({ length: 10 }, (_, index) => 128 * (index + 1)),
};
const points = axes.concurrency.length * axes.inputTokens.length * axes.outputTokens.length;
/** A tenth of them, evenly drawn: short enough to run between two turns of other programs. */
const drawn = points / 10;
const loadAt = (index: number): number => index * 10 + (index % 10);
const loads = {
  concurrency: Float64Array.from({ length: drawn }, (_, index) => axes.concurrency[loadAt(index) % 100] ?? 1),
  inputTokens: Float64Array.from({ length: drawn }, (_, index) => axes.inputTokens[Math.floor(loadAt(index) / 100) % 10] ?? 1),
  outputTokens: Float64Array.from({ length: drawn }, (_, index) => axes.outputTokens[Math.floor(loadAt(index) / 1000)] ?? 1),
  prefixHitRate: new Float64Array(drawn),
};

function curve(): OperatingCurve {
  const seen = operate(scenario);
  const engine = seen.ok ? seen.value.resolved.engines[0] : undefined;
  if (!seen.ok || !engine) throw new Error('the scenario of the benchmark does not fit');
  const { deployment, accelerators } = seen.value.choice.candidate;
  return new OperatingCurve(deployment, engine, defaultScenario, accelerators, passCurves(deployment)(engine));
}

/** By name; the first is the baseline. */
export function rates(): Readonly<Record<string, Rate>> {
  const numbers = Float64Array.from({ length: 10_000 }, (_, index) => 1 + index);
  const logs = new Float64Array(numbers.length);
  const warm = curve();
  const answers = answersFor(drawn);
  const one = JSON.stringify({ ...setup, concurrency: 32 });
  const open = JSON.stringify({ model: 'qwen3-235b-a22b', accelerator: 'h200-sxm', concurrency: 32 });
  const found = JSON.stringify({ model: 'qwen3-235b-a22b', accelerator: 'h200-sxm' });
  return {
    'exp(log x)': rate(numbers.length, () => {
      for (let index = 0; index < numbers.length; index++) logs[index] = Math.exp(Math.log(numbers[index] ?? 1));
    }),
    'operating points': rate(drawn, () => {
      warm.evaluate(loads, answers);
    }),
    'points of a sweep of 10,000 with its Pareto set, curves made anew': rate(points, () => {
      sweep({ ...setup, ...axes });
    }),
    'rows, one engine and arrangement': rate(200, () => {
      for (let row = 0; row < 200; row++) answerLine(one);
    }),
    'rows, three engines, arrangement searched': rate(50, () => {
      for (let row = 0; row < 50; row++) answerLine(open);
    }),
    'rows, three engines, arrangement and load found': rate(10, () => {
      for (let row = 0; row < 10; row++) answerLine(found);
    }),
  };
}
