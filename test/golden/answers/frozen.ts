/**
 * Answers as they are frozen: one line of text for each field, numbers in six digits, so that a difference reads as a field and two numbers.
 */
import { estimateScenario } from '../../../src/estimate/estimate-scenario.ts';
import { answerOperator } from '../../../src/estimate/operators/operator-query.ts';
import { trainingEstimate } from '../../../src/estimate/training/train.ts';
import { simulateScenario } from '../../../src/estimate/simulate/simulate-scenario.ts';
import { costTable } from '../../../src/estimate/views/cost-table.ts';
import { market } from '../../../src/estimate/views/market.ts';
import { sensitivity } from '../../../src/estimate/views/sensitivity.ts';
import { paretoIntervals } from '../../../src/estimate/views/sweep-intervals.ts';
import { sweep } from '../../../src/estimate/views/sweep.ts';
import { parseScenario } from '../../../src/scenario/parse.ts';
import { parseTraining } from '../../../src/scenario/parse-training.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { chipPriors, everyChip, fits, formSums } from './priors.ts';
import { fullPriors, operators, runs, scenarios, simulations, targets, views } from './questions.ts';
import { runAnswer } from './runs.ts';
import { trainings } from './trainings.ts';

export type Lines = Readonly<Record<string, string>>;

const isQuantity = (value: object): value is { value: number; low: number; high: number } => 'value' in value && 'low' in value && 'high' in value;

/** Fields as lines, nested ones with dots. */
function lines(value: unknown, path = ''): Record<string, string> {
  const at = path === '' ? 'answer' : path;
  if (typeof value === 'number') return { [at]: Number.isInteger(value) && Math.abs(value) < 1e6 ? String(value) : value.toPrecision(6) };
  if (typeof value !== 'object' || value === null) return { [at]: String(value) };
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return { [at]: value.join(' ') };
  if (isQuantity(value))
    return {
      [at]: Object.values(value)
        .map((each) => lines(each)['answer'])
        .join(' '),
    };
  return Object.assign({}, ...Object.entries(value).map(([key, each]) => lines(each, path === '' ? key : `${path}.${key}`))) as Record<
    string,
    string
  >;
}

/** Without the model's version, which stands once for all of them. */
function frozen(answer: object): Lines {
  const { modelVersion: _, ...rest } = lines(answer);
  return rest;
}

function asked(input: unknown, answer: (scenario: Scenario) => object): Lines {
  const parsed = parseScenario(input);
  return frozen(parsed.ok ? answer(parsed.value) : { error: parsed.error });
}

const estimated = (id: string): Lines => asked(scenarios[id], (scenario) => estimateScenario(scenario));

function priced(id: string): Lines {
  const answer = answerOperator(operators[id] ?? {});
  return frozen(answer.ok ? answer.value : { error: answer.error });
}

function simulated(id: string): Lines {
  const question = simulations[id];
  return asked(question?.scenario, (scenario) => simulateScenario(scenario, question?.options));
}

function viewed(id: string): Lines {
  const question = views[id];
  if (!question) throw new Error(id);
  const { view, input, more } = question;
  if (view === 'sweep') {
    const swept = sweep(input, more);
    return frozen(swept.ok ? { ...swept.value, intervals: paretoIntervals(input, swept.value) } : { error: swept.error });
  }
  return asked(input, (scenario) => {
    switch (view) {
      case 'sensitivity':
        return { swings: sensitivity(scenario) };
      case 'cost table':
        return {
          rows: costTable(scenario, more).map(({ estimate, ...row }) => ({
            ...row,
            usd: estimate.usdPerMillionOutputTokens,
            accelerators: estimate.accelerators,
          })),
        };
      case 'market':
        return { prices: market(scenario, estimateScenario(scenario)) };
    }
  });
}

function trained(id: string): Lines {
  const parsed = parseTraining(trainings[id]);
  return frozen(parsed.ok ? trainingEstimate(parsed.value) : { error: parsed.error });
}

const runIds = runs.flatMap((run) => [`${run}: calibration`, ...Object.keys(targets).map((target) => `${run}: ${target}`)]);

function ofRun(id: string): Lines {
  const [run = '', what = ''] = id.split(': ');
  const target = targets[what];
  return target ? asked(target.scenario, (scenario) => runAnswer(run, scenario, target.client)) : frozen(runAnswer(run, null, null));
}

const priorTables: Readonly<Record<string, () => Lines>> = {
  'every accelerator': everyChip,
  'published timings': formSums,
  'fits of gemm/nvfp4': () => fits('gemm/nvfp4'),
  'fits of collective/allReduce/graph': () => fits('collective/allReduce/graph'),
  ...Object.fromEntries(fullPriors.map((id) => [id, () => chipPriors(id)])),
};

/** How each kind of question is answered, by the name of its file. */
export const kinds = {
  estimates: { ids: Object.keys(scenarios), answer: estimated },
  operators: { ids: Object.keys(operators), answer: priced },
  views: { ids: Object.keys(views), answer: viewed },
  runs: { ids: runIds, answer: ofRun },
  priors: { ids: Object.keys(priorTables), answer: (id: string): Lines => priorTables[id]?.() ?? {} },
  simulations: { ids: Object.keys(simulations), answer: simulated },
  trainings: { ids: Object.keys(trainings), answer: trained },
} as const;
export type Kind = keyof typeof kinds;

export interface FrozenFile {
  readonly modelVersion: string;
  readonly answers: Readonly<Record<string, Lines>>;
}

export const fileOf = (kind: Kind): URL => new URL(`./${kind}.json`, import.meta.url);
