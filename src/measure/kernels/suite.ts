/** From a point of a plan to the instances that could run it. */
import type { PlanPoint } from '../../run/plans.ts';
import { modelInstances } from '../model/model-instances.ts';
import { attentionDecode, decodeCandidates } from './attention/attention-decode.ts';
import { attentionPrefill, prefillCandidates } from './attention/attention-prefill.ts';
import { matrixPrefill, matrixPrefillCandidates } from './attention/attention-prefill-subgroup-matrix.ts';
import { gemm } from './gemm/gemm.ts';
import { gemmCandidates } from './gemm/gemm-candidates.ts';
import { elementOf, quantisedGemm, quantisedGemmCandidates } from './gemm/gemm-quantised.ts';
import { matrixGemm, matrixGemmCandidates } from './gemm/gemm-subgroup-matrix.ts';
import { activationType, quantisedGemv, quantisedGemvCandidates } from './gemv/gemv-quantised.ts';
import { gemv, gemvCandidates } from './gemv/gemv.ts';
import type { DeviceTraits, Instance } from './instance.ts';
import { launch } from './probes/launch.ts';
import { memCopy, memTriad, memWrite, readCandidates } from './probes/memory.ts';
import { memSweep } from './probes/memory-sweep.ts';
import { widthProbe } from './probes/width-probes.ts';
import { dp4aCandidates } from './probes/peak-dp4a.ts';
import { fmaCandidates } from './probes/peak-fma.ts';
import { matrixPeakCandidates } from './probes/peak-sgm.ts';
import { subgroupsOf } from './gemm/subgroup-matrix.ts';

const launchLinks = { 'launch.dispatch': 'dispatch', 'launch.pass': 'pass', 'launch.submit': 'submit' } as const;

/** One shape of a point's ladder. */
export interface Rung {
  /** Its variants, most promising first, or only the first so many. Building one costs text, no data and no GPU. */
  readonly candidates: (most?: number) => Instance[];
}

function rungOf<Config>(configs: () => readonly Config[], build: (config: Config) => Instance): Rung {
  return { candidates: (most) => configs().slice(0, most).map(build) };
}

/** The rungs of the point's ladder, in its order. */
export function instancesOf(point: PlanPoint, traits: DeviceTraits, seed: number): Rung[] {
  switch (point.kernel) {
    case 'peak.fma':
      return point.ladder.map((shape) => ({ candidates: (most) => fmaCandidates(shape, point.dtype).slice(0, most) }));
    case 'peak.dp4a':
      return point.ladder.map((shape) => ({ candidates: () => dp4aCandidates(shape, traits) }));
    case 'mem.read':
      return point.ladder.map((shape) => ({ candidates: (most) => readCandidates(shape, seed).slice(0, most) }));
    case 'mem.copy':
      return point.ladder.map((shape) => ({ candidates: () => [memCopy(shape, seed)] }));
    case 'peak.sgm':
      return point.ladder.map((shape) => ({
        candidates: () => matrixPeakCandidates(shape, { component: point.dtype, result: point.result }, traits, seed),
      }));
    case 'mem.write':
      return point.ladder.map((shape) => ({ candidates: () => [memWrite(shape, seed)] }));
    case 'mem.triad':
      return point.ladder.map((shape) => ({ candidates: () => [memTriad(shape, seed)] }));
    case 'mem.sweep':
      return point.ladder.map(({ bytes }) => ({ candidates: () => [memSweep({ pool: bytes, window: bytes }, seed)] }));
    case 'peak.width':
    case 'mem.width':
      return point.ladder.map((shape) => ({ candidates: () => [widthProbe(shape, seed)] }));
    case 'launch.dispatch':
    case 'launch.pass':
    case 'launch.submit':
      return point.ladder.map(() => ({ candidates: () => [launch(launchLinks[point.kernel])] }));
    case 'gemm':
    case 'gemm.f16a16':
      return point.ladder.map((shape) =>
        rungOf(
          () => gemmCandidates(shape, point.dtype, traits, seed, point.kernel),
          (config) => gemm(config, shape, point.dtype, seed, point.kernel),
        ),
      );
    case 'gemm.i8':
    case 'gemm.w4a16':
    case 'gemm.w4a8':
      return point.ladder.map((shape) =>
        rungOf(
          () => quantisedGemmCandidates(point.kernel, shape, traits, seed),
          (tile) => quantisedGemm(point.kernel, tile, shape, elementOf(point.kernel, traits), seed),
        ),
      );
    case 'gemm.sgm':
      return point.ladder.map((shape) =>
        rungOf(
          () => matrixGemmCandidates(shape, point.dtype, traits, seed),
          (config) => matrixGemm(config, shape, point.dtype, subgroupsOf(traits), seed),
        ),
      );
    case 'gemv':
      return point.ladder.map((shape) =>
        rungOf(
          () => gemvCandidates(shape, traits, seed),
          (config) => gemv(config, shape, point.dtype, seed),
        ),
      );
    case 'gemv.q8':
    case 'gemv.q4':
    case 'gemv.q4a8':
      return point.ladder.map((shape) =>
        rungOf(
          () => quantisedGemvCandidates(point.kernel, shape, traits, seed),
          (config) => quantisedGemv(point.kernel, config, shape, activationType(traits), seed),
        ),
      );
    case 'attention.prefill':
      return point.ladder.map((shape) =>
        rungOf(
          () => prefillCandidates(shape, point.dtype, traits, seed),
          (config) => attentionPrefill(config, shape, point.dtype, seed),
        ),
      );
    case 'attention.prefill.sgm':
      return point.ladder.map((shape) =>
        rungOf(
          () => matrixPrefillCandidates(shape, point.dtype, traits, seed),
          (config) => matrixPrefill(config, shape, point.dtype, subgroupsOf(traits), seed),
        ),
      );
    case 'attention.decode':
      return point.ladder.map((shape) =>
        rungOf(
          () => decodeCandidates(shape, traits, seed),
          (config) =>
            point.dtype === 'i8'
              ? attentionDecode(config, shape, activationType(traits), seed, 'q8')
              : attentionDecode(config, shape, point.dtype, seed),
        ),
      );
    case 'model.decode':
    case 'model.prefill':
      return point.ladder.map((extents) =>
        rungOf(
          () => modelInstances(point.kernel, extents, traits, seed),
          (make) => make(),
        ),
      );
    default:
      return point satisfies never;
  }
}
