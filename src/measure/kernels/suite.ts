/** From a point of a plan to the instances that could run it: the one place that knows all kernels by name. */
import type { PlanPoint } from '../../run/plans.ts';
import { attentionDecode, decodeCandidates } from './attention-decode.ts';
import { attentionPrefill, prefillCandidates } from './attention-prefill.ts';
import { gemm, gemmCandidates } from './gemm.ts';
import { gemv, gemvCandidates } from './gemv.ts';
import type { DeviceTraits, Instance } from './instance.ts';
import { launch } from './launch.ts';
import { memCopy, memRead } from './memory.ts';
import { peakFma } from './peak-fma.ts';

/** Variants for each rung of the point's ladder, most promising first. Building one is cheap: no data, no GPU. */
export function instancesOf(point: PlanPoint, traits: DeviceTraits, seed: number): { readonly candidates: () => Instance[] }[] {
  switch (point.kernel) {
    case 'peak.fma':
      return point.ladder.map((shape) => ({ candidates: () => [peakFma(shape, point.dtype)] }));
    case 'mem.read':
      return point.ladder.map((shape) => ({ candidates: () => [memRead(shape, seed)] }));
    case 'mem.copy':
      return point.ladder.map((shape) => ({ candidates: () => [memCopy(shape, seed)] }));
    case 'launch.dispatch':
      return point.ladder.map(() => ({ candidates: () => [launch()] }));
    case 'gemm':
      return point.ladder.map((shape) => ({
        candidates: () => gemmCandidates(shape, point.dtype, traits).map((config) => gemm(config, shape, point.dtype, seed)),
      }));
    case 'gemv':
      return point.ladder.map((shape) => ({
        candidates: () => gemvCandidates(shape, traits).map((config) => gemv(config, shape, point.dtype, seed)),
      }));
    case 'attention.prefill':
      return point.ladder.map((shape) => ({
        candidates: () => prefillCandidates(shape, point.dtype, traits).map((config) => attentionPrefill(config, shape, point.dtype, seed)),
      }));
    case 'attention.decode':
      return point.ladder.map((shape) => ({
        candidates: () => decodeCandidates(shape, traits).map((config) => attentionDecode(config, shape, point.dtype, seed)),
      }));
    default:
      return point satisfies never;
  }
}
