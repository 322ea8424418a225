/** From a point of a plan to the instances that could run it: the one place that knows all kernels by name. */
import type { PlanPoint } from '../../run/plans.ts';
import { modelInstances } from '../model/model-instances.ts';
import { attentionDecode, decodeCandidates } from './attention-decode.ts';
import { attentionPrefill, prefillCandidates } from './attention-prefill.ts';
import { gemm } from './gemm.ts';
import { gemmCandidates } from './gemm-candidates.ts';
import { elementOf, quantisedGemm, quantisedGemmCandidates } from './gemm-quantised.ts';
import { activationType, quantisedGemv, quantisedGemvCandidates } from './gemv-quantised.ts';
import { gemv, gemvCandidates } from './gemv.ts';
import type { DeviceTraits, Instance } from './instance.ts';
import { launch } from './launch.ts';
import { memCopy, memRead, memTriad, memWrite } from './memory.ts';
import { memSweep } from './memory-sweep.ts';
import { dp4aCandidates } from './peak-dp4a.ts';
import { peakFma } from './peak-fma.ts';
import { matrixPeakCandidates } from './peak-sgm.ts';

const launchLinks = { 'launch.dispatch': 'dispatch', 'launch.pass': 'pass', 'launch.submit': 'submit' } as const;

/** Variants for each rung of the point's ladder, most promising first. Building one is cheap: no data, no GPU. */
export function instancesOf(point: PlanPoint, traits: DeviceTraits, seed: number): { readonly candidates: () => Instance[] }[] {
  switch (point.kernel) {
    case 'peak.fma':
      return point.ladder.map((shape) => ({ candidates: () => [peakFma(shape, point.dtype)] }));
    case 'peak.dp4a':
      return point.ladder.map((shape) => ({ candidates: () => dp4aCandidates(shape, traits) }));
    case 'mem.read':
      return point.ladder.map((shape) => ({ candidates: () => [memRead(shape, seed)] }));
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
    case 'launch.dispatch':
    case 'launch.pass':
    case 'launch.submit':
      return point.ladder.map(() => ({ candidates: () => [launch(launchLinks[point.kernel])] }));
    case 'gemm':
    case 'gemm.f16a16':
      return point.ladder.map((shape) => ({
        candidates: () =>
          gemmCandidates(shape, point.dtype, traits, seed, point.kernel).map((config) => gemm(config, shape, point.dtype, seed, point.kernel)),
      }));
    case 'gemm.i8':
    case 'gemm.w4a16':
    case 'gemm.w4a8':
      return point.ladder.map((shape) => ({
        candidates: () =>
          quantisedGemmCandidates(point.kernel, shape, traits, seed).map((tile) =>
            quantisedGemm(point.kernel, tile, shape, elementOf(point.kernel, traits), seed),
          ),
      }));
    case 'gemv':
      return point.ladder.map((shape) => ({
        candidates: () => gemvCandidates(shape, traits, seed).map((config) => gemv(config, shape, point.dtype, seed)),
      }));
    case 'gemv.q8':
    case 'gemv.q4':
    case 'gemv.q4a8':
      return point.ladder.map((shape) => ({
        candidates: () =>
          quantisedGemvCandidates(point.kernel, shape, traits, seed).map((config) =>
            quantisedGemv(point.kernel, config, shape, activationType(traits), seed),
          ),
      }));
    case 'attention.prefill':
      return point.ladder.map((shape) => ({
        candidates: () => prefillCandidates(shape, point.dtype, traits).map((config) => attentionPrefill(config, shape, point.dtype, seed)),
      }));
    case 'attention.decode':
      return point.ladder.map((shape) => ({
        candidates: () => decodeCandidates(shape, traits).map((config) => attentionDecode(config, shape, point.dtype, seed)),
      }));
    case 'model.decode':
      return point.ladder.map((extents) => ({ candidates: () => modelInstances(point.kernel, extents, traits, seed) }));
    default:
      return point satisfies never;
  }
}
