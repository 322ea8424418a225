/** Prefill attention as two small matrix products a workgroup; the tiling is explained in `shaders/attention-prefill.wgsl`. */
import source from '../../../../shaders/attention-prefill.wgsl?raw';
import type { PrefillProgram } from './attention-prefill-problem.ts';
import type { AttentionShape } from './attention.ts';
import { expand, shareOf } from '../wgsl/preprocess.ts';
import type { FloatType } from '../gemm/gemm.ts';
import { bytesOf, type DeviceTraits } from '../instance.ts';

export interface TiledPrefill {
  /** Queries and keys of a tile, multiples of 4. */
  readonly bq: number;
  readonly bk: number;
  /** Columns of Q and K, and rows of V, staged at a time. */
  readonly dc: number;
  readonly vc: number;
}

/**
 * In f16 the larger tiles stage the same bytes, twice the columns and rows, so that each thread has loads of 16 bytes. The threads of the
 * smallest have them either way, and few registers to spare.
 */
export function likelyTiledPrefills(dtype: FloatType): TiledPrefill[] {
  const more = 4 / bytesOf[dtype];
  return [
    { bq: 32, bk: 32, dc: 32, vc: 16 },
    { bq: 64, bk: 32, dc: 16 * more, vc: 8 * more },
    { bq: 64, bk: 64, dc: 16 * more, vc: 16 * more },
  ];
}

export const tiledPrefillSpace: readonly TiledPrefill[] = [32, 64, 128].flatMap((bq) =>
  [32, 64].flatMap((bk) => [16, 32, 64].flatMap((dc) => [8, 16, 32].map((vc) => ({ bq, bk, dc, vc })))),
);

export function tiledPrefillFits(config: TiledPrefill, shape: AttentionShape, dtype: FloatType, traits: DeviceTraits): boolean {
  return (
    divides(config, shape.headDim) && threads(config) <= traits.maxInvocations && workgroupBytes(config, shape, dtype) <= traits.workgroupStorage
  );
}

function divides({ bk, dc, vc }: TiledPrefill, headDim: number): boolean {
  return headDim % bk === 0 && headDim % dc === 0 && bk % vc === 0;
}

function threads({ bq, bk }: TiledPrefill): number {
  return (bq / 4) * (bk / 4);
}

function stageVectors({ bq, bk, dc, vc }: TiledPrefill, headDim: number): number {
  return Math.max((bq + bk) * (dc / 4 + 1), (vc * headDim) / 4);
}

/** The stage, the weights of a tile, and the row maxima of each thread column. */
function workgroupBytes(config: TiledPrefill, { headDim }: AttentionShape, dtype: FloatType): number {
  const { bq, bk } = config;
  return stageVectors(config, headDim) * 4 * bytesOf[dtype] + bq * bk * 4 + ((bq * bk) / 4) * 4;
}

export function tiledProgram(config: TiledPrefill): PrefillProgram {
  const { bq, bk, dc, vc } = config;
  const tx = bk / 4;
  const ty = bq / 4;
  return {
    variant: `${bq}x${bk} ${dc}/${vc} ${tx * ty}`,
    queries: bq,
    keys: bk,
    shader: 'attention-prefill',
    code({ headDim, window, sinks = false }, dtype, guarded) {
      const perLoad = 4 / bytesOf[dtype];
      if (!divides(config, headDim)) throw new RangeError(`attention-prefill: head dimension ${headDim} does not fit tile ${bq}x${bk}/${dc}/${vc}`);
      return expand('attention-prefill.wgsl', source, {
        enable: dtype === 'f16' ? ['f16'] : [],
        alias: { Elem: dtype },
        constants: {
          D: headDim,
          BQ: bq,
          BK: bk,
          DC: dc,
          VC: vc,
          TX: tx,
          TY: ty,
          THREADS: tx * ty,
          DV4: headDim / (4 * tx),
          HALF: dtype === 'f16',
          PER_LOAD: perLoad,
          ...shareOf('Q', (bq * dc) / (4 * perLoad), tx * ty),
          ...shareOf('K', (bk * dc) / (4 * perLoad), tx * ty),
          ...shareOf('V', (vc * headDim) / (4 * perLoad), tx * ty),
          STAGE: stageVectors(config, headDim),
          GUARDED: guarded,
          WINDOWED: window !== undefined,
          SINKS: sinks,
        },
      });
    },
  };
}
