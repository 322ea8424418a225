/**
 * What an estimate stands on, line by line: every assumption that it names, with value, unit, range, source and date,
 * and the scenario's key that changes it. The ids are those of `Estimate.assumptions`.
 */
import { runtimeBytes, engineById } from '../../catalogue/engines.ts';
import type { Fact } from '../../catalogue/facts.ts';
import { catalogueDate } from '../../catalogue/read-cell.ts';
import { nativeFormat } from '../../model/number-formats.ts';
import { regimePower, regimeSpread } from '../../model/energy.ts';
import { scenarioDefaults } from '../../scenario/defaults.ts';
import { defaultTarget } from '../../scenario/load.ts';
import type { Scenario, Target } from '../../scenario/scenario.ts';
import { egressPerToken, streamedBytes } from './egress.ts';
import { decodeParallel, type Estimate } from '../estimate.ts';
import { hourlyPrice } from './money.ts';
import { resolve } from '../resolve/resolve.ts';
import { siteTerms } from '../resolve/site-terms.ts';
import { z80 } from '../spread.ts';

export interface Assumption {
  readonly id: string;
  readonly words: string;
  /** Number with its interval where it is one; text where it is a choice. */
  readonly value: number | string;
  readonly low?: number;
  readonly high?: number;
  readonly unit: string;
  /** Codes of the catalogue's sources, or a public reference. */
  readonly source: readonly string[];
  readonly date: string;
  /** Key of the scenario that sets it; null where nothing does. */
  readonly key: keyof Scenario | null;
}

export function assumptionsOf(scenario: Scenario, estimate: Estimate): readonly Assumption[] {
  const resolution = resolve(scenario);
  if (!resolution.ok) return [];
  const { chip, accelerator, model, weights, kvCache, engines } = resolution.value;
  const site = siteTerms(scenario);
  const price = hourlyPrice(scenario, accelerator, site);
  const list: Assumption[] = [];
  const text = (id: string, words: string, value: string, key: keyof Scenario | null, source: readonly string[] = [], date = catalogueDate): number =>
    list.push({ id, words, value, unit: '', source, date, key });
  const fact = (id: string, words: string, given: Fact | null, key: keyof Scenario | null): void => {
    if (given)
      list.push({
        id,
        words,
        value: given.value,
        ...(given.low !== undefined && { low: given.low }),
        ...(given.high !== undefined && { high: given.high }),
        unit: given.unit,
        source: given.source,
        date: given.date,
        key,
      });
  };

  if (price.known) {
    const factor = Math.exp(z80 * price.spread.logSd);
    const words =
      {
        'price.own': 'Price of an accelerator-hour, as you gave it',
        'price.on-demand': 'On-demand rent of an accelerator-hour',
        'price.reserved': 'Reserved rent of an accelerator-hour',
        'price.owned': 'Cost of owning an accelerator for an hour',
      }[price.assumptions[0] ?? ''] ?? 'Price of an accelerator-hour, from another kind of price';
    list.push({
      id: price.assumptions[0] ?? 'price',
      words,
      value: price.usdPerHour,
      low: price.usdPerHour / factor,
      high: price.usdPerHour * factor,
      unit: 'USD/h',
      source: price.sources,
      date: catalogueDate,
      key: 'ownership',
    });
  }
  if (scenario.requestsPerSecond === null)
    list.push({
      id: 'utilisation',
      words: 'Share of paid hours that serve',
      value: scenario.utilisation,
      unit: '1',
      source: scenario.utilisation === scenarioDefaults.utilisation ? ['planning figure of this lab'] : [],
      date: catalogueDate,
      key: 'utilisation',
    });
  if (scenario.egress)
    list.push({
      id: 'egress',
      words: 'Answers on their way out of the data centre',
      value: egressPerToken(scenario) * 1e6,
      unit: 'USD/Mtoken',
      source: scenario.egress.bytesPerToken === undefined ? streamedBytes.source : [],
      date: catalogueDate,
      key: 'egress',
    });
  text(
    scenario.engine ? `engine.${scenario.engine}` : 'engine.mixture',
    'Serving software',
    engines.map((engine) => engine.name).join(', '),
    'engine',
    engines.flatMap((engine) => engine.source),
  );
  text('weights', weights === nativeFormat(model) ? 'Weights as published' : 'Weights stored as', weights, 'weights', model.source, model.date);
  text(
    'kv',
    'Key-value cache stored as',
    kvCache,
    'kvCache',
    engines.flatMap((engine) => engineById(engine.id)?.source ?? []),
  );
  const assumed = new Set(estimate.assumptions);
  if (assumed.has('accelerators.searched') && estimate.accelerators !== null)
    text('accelerators.searched', 'Accelerators, as many as cost least', String(estimate.accelerators), 'accelerators');
  if (assumed.has('load.found') && estimate.load)
    text('load.found', 'Load, the best within the limit', `${Math.round(estimate.load.concurrency)} requests at once`, 'concurrency');
  if (assumed.has('target.default'))
    text('target.default', 'Limit that a load left open keeps', targetText(defaultTarget), 'target', ['planning figure of this lab']);
  if (assumed.has('engine.stand-in'))
    text(
      'engine.stand-in',
      'Software that people use on this chip (llama.cpp, MLX) is not modelled; its memory and arithmetic are',
      engines.map((engine) => engine.name).join(', '),
      'engine',
    );
  if (assumed.has('memory.shared'))
    text(
      'memory.shared',
      'Memory is the whole machine’s; nothing but the engine is taken to use it',
      'shared',
      'accelerator',
      accelerator?.memoryBytes?.source ?? [],
    );
  if (assumed.has('arithmetic.fp16'))
    text('arithmetic.fp16', 'No bf16 units: 16-bit weights are served as', 'fp16', 'accelerator', accelerator?.peak.bf16?.source ?? []);
  if (scenario.session)
    text('session', 'A benchmark session: all users start at once', `${scenario.session.requestsPerUser} requests each`, 'session');
  if (scenario.anchor.length > 0)
    text('anchor', 'Tied to measured points of your own', String(scenario.anchor.length), 'anchor', ['your own measurement']);
  const parallel = decodeParallel(estimate);
  if (parallel) {
    const { tensor, pipeline, expert, attentionData } = parallel;
    text(
      'parallel',
      scenario.parallel ? 'Parallel arrangement' : 'Parallel arrangement, searched',
      `tensor ${tensor}, pipeline ${pipeline}, expert ${expert}, attention-data ${attentionData}`,
      'parallel',
    );
  }
  fact('accelerator.memory', `Memory of ${chip.name}`, accelerator?.memoryBytes ?? null, 'accelerator');
  fact('accelerator.bandwidth', `Memory bandwidth of ${chip.name}`, accelerator?.memoryBandwidth ?? null, 'accelerator');
  fact('accelerator.peak', `Dense 16-bit peak of ${chip.name}`, accelerator?.peak.bf16 ?? null, 'accelerator');
  fact('accelerator.link', `One-way link of ${chip.name}`, accelerator?.scaleUp.bandwidth ?? null, 'accelerator');
  fact('accelerator.power', `Rated power of ${chip.name}`, accelerator?.tdp ?? null, 'accelerator');
  list.push({
    id: 'memory.runtime',
    words: 'Memory that the runtime takes',
    value: runtimeBytes.value,
    low: runtimeBytes.low,
    high: runtimeBytes.high,
    unit: 'B',
    source: ['start-up logs of vLLM and TensorRT-LLM'],
    date: catalogueDate,
    key: null,
  });
  list.push({
    id: 'power.regimes',
    words: 'Share of rated power while reading weights',
    value: regimePower.weights,
    low: regimePower.weights * (1 - regimeSpread),
    high: Math.min(regimePower.weights * (1 + regimeSpread), 1),
    unit: '1',
    source: ['S3'],
    date: catalogueDate,
    key: null,
  });
  fact('site.pue', 'Facility power over IT power (PUE)', site.pue, 'site');
  fact('site.price', 'Electricity for a large user', site.price, 'site');
  fact('site.carbon', 'Carbon intensity of the grid', site.carbon, 'site');
  return list;
}

const targetText = ({ timePerOutputToken = 0, timeToFirstToken = 0 }: Target): string =>
  `${timePerOutputToken * 1000} ms a token, ${timeToFirstToken} s to the first`;
