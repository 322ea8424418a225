/**
 * What the operators of one scenario are modelled to do on its accelerator, as points under its datasheet roof: the
 * widest projection and the attention, each in a decode step and in a prefill. No DOM.
 */
import type { Roof, RoofPoint } from '../../../charts/roofline-chart.ts';
import { decodeParallel, decodeReplicas, type Estimate } from '../../../estimate/estimate.ts';
import { answerOperator } from '../../../estimate/operators/operator-query.ts';
import { resolve, type Resolved } from '../../../estimate/resolve/resolve.ts';
import { linears, localKvHeads } from '../../../model/geometry.ts';
import { decodeBytes, decodeFlops, prefillBytes, prefillFlops } from '../../../model/operators/attention.ts';
import { formats } from '../../../model/operators/formats.ts';
import { gemmActivationBytes, gemmFlops, gemmWeightBytes } from '../../../model/operators/gemm.ts';
import { mlaDecodeBytes, mlaDecodeFlops, mlaPrefillBytes, mlaPrefillFlops } from '../../../model/operators/mla.ts';
import { requestTokens } from '../../../model/request.ts';
import type { Scenario } from '../../../scenario/scenario.ts';

export interface ModelledOperators {
  readonly roof: Roof;
  readonly points: readonly RoofPoint[];
}

interface Work {
  readonly id: string;
  readonly name: string;
  readonly flops: number;
  readonly bytes: number;
  readonly query: Readonly<Record<string, unknown>>;
}

/** Tokens of a prompt that one prefill pass takes at most, as engines chunk them by default. */
const chunk = 8192;

/** Null where the chip has no published roof for the format that the weights run in. */
export function modelledOperators(scenario: Scenario, estimate: Estimate, name: string): ModelledOperators | null {
  const resolution = resolve(scenario);
  if (!resolution.ok) return null;
  const resolved = resolution.value;
  const { chip } = resolved;
  const peakFormat = formats[resolved.arithmetic.dense].peak;
  const peak = chip.peak[peakFormat],
    bandwidth = chip.memoryBandwidth;
  if (peak === undefined || bandwidth === null) return null;
  const points = works(resolved, scenario, estimate).flatMap((work): readonly RoofPoint[] => {
    const answer = answerOperator({ ...work.query, accelerator: scenario.accelerator });
    if (!answer.ok) return [];
    const {
      seconds: { value, low, high },
      evidence,
    } = answer.value;
    return [
      {
        id: work.id,
        name: work.name,
        intensity: work.flops / work.bytes,
        rate: work.flops / value,
        low: work.flops / high,
        high: work.flops / low,
        own: false,
        evidence,
      },
    ];
  });
  return { roof: { name, bandwidth, peak, peakLabel: peakFormat, own: false }, points };
}

function works(resolved: Resolved, scenario: Scenario, estimate: Estimate): readonly Work[] {
  const parallel = decodeParallel(estimate);
  const replicas = decodeReplicas(estimate);
  const { admittedConcurrency } = estimate;
  const tensor = parallel?.tensor ?? 1;
  const spread = (replicas ?? 1) * (parallel?.attentionData ?? 1);
  const batch = Math.max(1, Math.round((admittedConcurrency?.value ?? 1) / spread));
  const { fresh, contextAtMidAnswer } = requestTokens(scenario.inputTokens, scenario.outputTokens, scenario.prefixHitRate);
  const context = Math.round(contextAtMidAnswer);
  const tokens = Math.min(chunk, fresh);
  return [
    ...projections(resolved, tensor, batch, tokens),
    ...(resolved.model.mla ? latentAttention(resolved, tensor, batch, context, tokens) : groupedAttention(resolved, tensor, batch, context, tokens)),
  ];
}

function projections({ model, arithmetic }: Resolved, tensor: number, batch: number, tokens: number): readonly Work[] {
  const widest = linears(model, tensor).toSorted((a, b) => b.n * b.k - a.n * a.k)[0];
  if (!widest) return [];
  const dtype = arithmetic[widest.part];
  const n = Math.round(widest.n),
    k = Math.round(widest.k);
  return (
    [
      ['decode', batch],
      ['prefill', tokens],
    ] as const
  ).map(([phase, m]) => ({
    id: `gemm.${phase}`,
    name: `projection, ${phase}`,
    flops: gemmFlops(m, n, k),
    bytes: gemmWeightBytes(n, k, dtype) + gemmActivationBytes(m, n, k, dtype),
    query: { op: 'gemm', dtype, m, n, k },
  }));
}

function groupedAttention({ model, kvCache }: Resolved, tensor: number, batch: number, context: number, tokens: number): readonly Work[] {
  const heads = {
    prefix: 0,
    heads: Math.max(1, Math.round(model.heads / tensor)),
    kvHeads: Math.round(localKvHeads(model, tensor)),
    headDim: model.headDim,
    window: 0,
  };
  const decode = { batch, seq: context, ...heads },
    prefill = { batch: 1, seq: tokens, ...heads };
  return [
    {
      id: 'attention.decode',
      name: 'attention, decode',
      flops: decodeFlops(decode),
      bytes: decodeBytes(decode, kvCache),
      query: { op: 'attention.decode', dtype: 'bf16', kvDtype: kvCache, ...decode },
    },
    {
      id: 'attention.prefill',
      name: 'attention, prefill',
      flops: prefillFlops(prefill),
      bytes: prefillBytes(prefill, kvCache),
      query: { op: 'attention.prefill', dtype: 'bf16', kvDtype: kvCache, ...prefill },
    },
  ];
}

function latentAttention({ model, kvCache }: Resolved, tensor: number, batch: number, context: number, tokens: number): readonly Work[] {
  if (!model.mla) return [];
  const shape = {
    prefix: 0,
    heads: Math.max(1, Math.round(model.heads / tensor)),
    kvLoraRank: model.mla.kvLoraRank,
    ropeDim: model.mla.ropeDim,
    nopeDim: model.mla.nopeDim,
    vDim: model.vHeadDim,
  };
  const decode = { batch, seq: context, ...shape },
    prefill = { batch: 1, seq: tokens, ...shape };
  return [
    {
      id: 'mla.decode',
      name: 'attention, decode',
      flops: mlaDecodeFlops(decode),
      bytes: mlaDecodeBytes(decode, kvCache),
      query: { op: 'mla.decode', dtype: 'bf16', kvDtype: kvCache, ...decode },
    },
    {
      id: 'mla.prefill',
      name: 'attention, prefill',
      flops: mlaPrefillFlops(prefill),
      bytes: mlaPrefillBytes(prefill, kvCache),
      query: { op: 'mla.prefill', dtype: 'bf16', kvDtype: kvCache, ...prefill },
    },
  ];
}
