/**
 * What an estimate takes to be so, line by line: value, unit, range, source and date, the facts that it is read from, and
 * the scenario's key that changes it. What is assumed has the id that it has in `Estimate.assumptions`.
 */
import { servingPower } from '../../../calibration/priors/serving-power.ts';
import { catalogueDate } from '../../../catalogue/read-cell.ts';
import { reserveBytes } from '../../../model/reserve.ts';
import { defaultTarget } from '../../../scenario/load.ts';
import type { Target } from '../../../scenario/scenario.ts';
import { engineReserve, reserveLogSd } from '../../engine/admission.ts';
import { decodeParallel } from '../../estimate.ts';
import { configAssumptions } from '../../resolve/resolve.ts';
import { z80 } from '../../spread.ts';
import { MoneyAssumptions } from './money-assumptions.ts';

/** What is taken of engine, model, load and memory, beside what is of money and place. */
export class Assumptions extends MoneyAssumptions {
  engine(): readonly string[] {
    const { engines } = this.resolved;
    const standIn = this.assumed('engine.stand-in');
    const names = engines.map(({ name }) => name).join(', ');
    const id = this.estimate.assumptions.find((each) => each.startsWith('engine.') && each !== standIn);
    return [
      ...this.say(id ?? 'engine', { words: 'Serving software', value: names, source: engines.flatMap(({ source }) => source), key: 'engine' }),
      ...(standIn
        ? this.say(standIn, {
            words: 'Software that people use on this chip (llama.cpp, MLX) is not modelled; its memory and arithmetic are',
            value: names,
            key: 'engine',
          })
        : []),
    ];
  }

  weights(): readonly string[] {
    const native = this.assumed('weights.');
    const { model, weights } = this.resolved;
    return this.say(native ?? 'weights', {
      words: native ? 'Weights as published' : 'Weights stored as',
      value: weights,
      source: native ? model.source : [],
      date: native ? model.date : catalogueDate,
      key: 'weights',
      facts: native ? this.facts.model('native_format') : [],
    });
  }

  cache(): readonly string[] {
    const { kvCache, engines } = this.resolved;
    const usual = this.assumed('kv.');
    return this.say(usual ?? 'kv', {
      words: 'Key-value cache stored as',
      value: kvCache,
      source: usual ? engines.flatMap(({ source }) => source) : [],
      key: 'kvCache',
    });
  }

  layout(): readonly string[] {
    const split = decodeParallel(this.estimate);
    if (!split) return [];
    const searched = this.assumed('parallel.searched');
    const { tensor, pipeline, expert, attentionData } = split;
    return this.say(searched ?? 'parallel', {
      words: searched ? 'Parallel arrangement, searched' : 'Parallel arrangement',
      value: `tensor ${tensor}, pipeline ${pipeline}, expert ${expert}, attention-data ${attentionData}`,
      key: this.scenario.serving === 'aggregated' ? 'parallel' : 'serving',
    });
  }

  count(): readonly string[] {
    const searched = this.assumed('accelerators.searched');
    return this.say(searched ?? 'accelerators', {
      words: searched ? 'Accelerators, as many as cost least' : 'Accelerators',
      value: this.estimate.accelerators ?? 0,
      unit: 'accelerators',
      key: 'accelerators',
    });
  }

  /** What is asked of the deployment, and the limit that a load left open keeps. */
  load(): readonly string[] {
    const { scenario, estimate } = this;
    const found = this.assumed('load.found');
    const limit = this.assumed('target.default');
    const { concurrency = 0, requestsPerSecond = 0 } = estimate.load ?? {};
    const atOnce = `${Math.round(concurrency)} requests at once`;
    return [
      ...(scenario.requestsPerSecond !== null
        ? this.say('requestsPerSecond', {
            words: 'Requests a second, at the peak',
            value: requestsPerSecond,
            unit: 'requests/s',
            key: 'requestsPerSecond',
          })
        : scenario.batch !== null
          ? this.say('batch', { words: 'A batch by a deadline', value: scenario.batch.hours, unit: 'h', key: 'batch' })
          : found
            ? this.say(found, { words: 'Load, the best within the limit', value: atOnce, key: 'concurrency' })
            : this.say('concurrency', { words: 'Requests at once', value: concurrency, unit: 'requests', key: 'concurrency' })),
      ...(limit
        ? this.say(limit, {
            words: 'Limit that a load left open keeps',
            value: targetText(defaultTarget),
            source: ['planning figure of this lab'],
            key: 'target',
          })
        : []),
    ];
  }

  lengths(): readonly string[] {
    const { inputTokens, outputTokens, lengths, prefixHitRate } = this.scenario;
    return [
      ...this.say('inputTokens', { words: 'Input tokens of a request', value: inputTokens, unit: 'tokens', key: 'inputTokens' }),
      ...this.say('outputTokens', { words: 'Output tokens of a request', value: outputTokens, unit: 'tokens', key: 'outputTokens' }),
      ...(lengths
        ? this.say('lengths.lognormal', {
            words: 'Lengths lognormal around these means, independent; standard deviation of their logarithms',
            value: `${lengths.input} in, ${lengths.output} out`,
            key: 'lengths',
          })
        : []),
      ...this.say('prefixHitRate', { words: 'Input read from a prefix cache', value: prefixHitRate, unit: '1', key: 'prefixHitRate' }),
    ];
  }

  /** What a scenario may add to how its times come about: a session, drafts, points of the user's own. */
  special(): readonly string[] {
    const { session, speculative, anchor } = this.scenario;
    return [
      ...(session
        ? this.say('session', {
            words: 'A benchmark session: all users start at once',
            value: `${session.requestsPerUser} requests each`,
            key: 'session',
          })
        : []),
      ...(speculative
        ? [
            ...this.say('speculative', { words: 'Drafted tokens that are kept', value: speculative.acceptance, unit: '1', key: 'speculative' }),
            ...this.say('speculative.draft', { words: 'What drafts them', value: speculative.draft, key: 'speculative' }),
          ]
        : []),
      ...(anchor.length > 0
        ? this.say('anchor', {
            words: 'Tied to measured points of your own',
            value: anchor.length,
            unit: 'points',
            source: ['your own measurement'],
            key: 'anchor',
          })
        : []),
    ];
  }

  /** A chip or a model of the user's own is itself an assumption. */
  own(): readonly string[] {
    const { accelerator, model } = this.scenario;
    return [
      ...(typeof accelerator === 'object'
        ? this.say('accelerator.own', { words: 'Accelerator as you gave it', value: accelerator.name, key: 'accelerator' })
        : []),
      ...(typeof model === 'object' ? this.say('model.own', { words: 'Model as you gave it', value: this.resolved.model.name, key: 'model' }) : []),
      ...configAssumptions(this.scenario).flatMap(({ id, words }) => this.say(id, { words, value: 'config.json', key: 'model' })),
    ];
  }

  /** How kernels fall short of a chip's rates: operator timings that were published of it, or of its kin. */
  timings(evidence: string): readonly string[] {
    return this.say('timings', {
      words: 'Shares of its rates that kernels reach, from timings of this chip or its kin',
      value: evidence,
      source: ['S3', 'docs/accuracy-operators.md'],
      key: null,
    });
  }

  /** Time of hosts and of gaps between kernels: fitted to published serving runs. */
  overheads(): readonly string[] {
    const usual = this.assumed('host.usual');
    return [
      ...this.say('overheads', {
        words: 'What software adds to kernels, fitted to published runs',
        value: 'fitted',
        source: ['docs/accuracy.md'],
        key: null,
      }),
      ...this.say(usual ?? 'host', {
        words: 'Served',
        value: usual ? 'as people do: each token streamed over HTTP' : 'as benchmark scripts do',
        source: ['docs/accuracy.md'],
        key: 'host',
      }),
    ];
  }

  /** The release whose defaults apply, how many sequences it runs, and the longest that its cache must hold. */
  release(): readonly string[] {
    const { engines } = this.resolved;
    const source = engines.flatMap((engine) => engine.source);
    const whole = this.assumed('context.input-output');
    const { inputTokens, outputTokens, maxContext } = this.scenario;
    return [
      ...this.say('engine.release', {
        words: 'Release of the serving software',
        value: engines.map(({ name, release, from }) => `${name} ${release} (${from})`).join(', '),
        source,
        key: 'software',
      }),
      ...this.say('engine.sequences', {
        words: 'Most sequences at once on a rank',
        value: engines.map(({ maxSequences }) => String(maxSequences)).join(', '),
        source,
        key: 'maxSequences',
      }),
      ...this.say(whole ?? 'maxContext', {
        words: whole ? 'Longest sequence that the cache must hold: input and output' : 'Longest sequence that the cache must hold',
        value: maxContext ?? inputTokens + outputTokens,
        unit: 'tokens',
        key: 'maxContext',
      }),
    ];
  }

  /** Memory that the engine keeps beside weights and cache. */
  reservedMemory(): readonly string[] {
    const [engine] = this.resolved.engines;
    const parallel = decodeParallel(this.estimate);
    const shared = this.assumed('memory.shared');
    const words = 'Memory is the whole machine’s; nothing but the engine is taken to use it';
    const ofMachine = shared ? this.say(shared, { words, value: 'shared', key: 'accelerator', facts: this.facts.chip('memory') }) : [];
    if (!engine || !parallel) return ofMachine;
    const value = reserveBytes(engineReserve({ resolved: this.resolved, parallel }, engine, this.scenario));
    const factor = Math.exp(z80 * reserveLogSd);
    return [
      ...this.say('memory.reserve', {
        words: `Memory that ${engine.name} keeps beside weights and cache`,
        value,
        low: value / factor,
        high: value * factor,
        unit: 'B',
        source: engine.source,
        key: 'memoryShare',
      }),
      ...ofMachine,
    ];
  }

  /** Where a chip has no units for the 16-bit format that weights are published in. */
  arithmetic(): readonly string[] {
    const id = this.assumed('arithmetic.fp16');
    return id ? this.say(id, { words: 'No bf16 units: 16-bit weights are served as', value: 'fp16', key: 'accelerator' }) : [];
  }

  /** Where the spread of a wait comes from: percentiles over the mean. */
  waits(): readonly string[] {
    return this.say('waits', {
      words: 'How waits spread around their mean',
      value: 'closed form, checked against simulations',
      source: ['docs/simulation.md'],
      key: null,
    });
  }

  powerByLoad(): readonly string[] {
    const { least, perRoot, halfWidth } = servingPower;
    return this.say('power.load', {
      words: `Share of rated power while serving: ${least} + ${perRoot} · √(FLOP utilisation), at most 1; least share`,
      value: least,
      low: least * Math.exp(-halfWidth),
      high: least * Math.exp(halfWidth),
      unit: '1',
      source: ['docs/accuracy.md'],
      key: null,
    });
  }

  /** Where no power of a whole system was read. */
  systemPower(watts: number): readonly string[] {
    const id = this.assumed('power.system');
    if (!id) return [];
    return this.say(id, { words: 'Power of a system, from that of its chip', value: watts, unit: 'W', source: ['S4', 'A1'], key: null });
  }
}

const targetText = ({ timePerOutputToken = 0, timeToFirstToken = 0 }: Target): string =>
  `${timePerOutputToken * 1000} ms a token, ${timeToFirstToken} s to the first`;
