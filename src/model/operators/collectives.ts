/**
 * Collectives over n accelerators of one fabric: t = α(n) + what the links must carry over what they reach.
 * `bytes` follows nccl-tests: the whole buffer (for all-gather the gathered size). Link bandwidth is one way per
 * accelerator. On one accelerator there is nothing to send and the time is zero.
 */
import { overlapped } from './primitive.ts';

export const collectiveOps = ['allReduce', 'allGather', 'reduceScatter', 'allToAll'] as const;
export type CollectiveOp = (typeof collectiveOps)[number];

export type Launch = 'graph' | 'eager';

export interface CollectiveParameters {
  /** α of two accelerators, s. */
  readonly latency: number;
  /** Power of n/2 by which α grows. */
  readonly latencyGrowth: number;
  /** Share of the one-way link that a large message reaches between two. */
  readonly linkShare: number;
  /** Power of n − 1 by which that share grows: more channels, and reduction inside switches. */
  readonly linkGrowth: number;
  /** Message at which half of the share is reached, bytes on the wire per accelerator. */
  readonly halfMessage: number;
  /** p of the norm between α and the transfer. */
  readonly overlap: number;
}

/** In-switch reduction lets an all-reduce pass the link's ring limit by at most this (NCCL on H100, 8 accelerators: 1.04). */
const mostLinkShare = 1.05;

/** Bytes that each accelerator sends for a buffer of `bytes`, as a multiple of `bytes`. */
export function wireShare(op: CollectiveOp, n: number): number {
  const share = (n - 1) / n;
  return op === 'allReduce' ? 2 * share : share;
}

/** Seconds. `link` is the one-way byte/s per accelerator. */
export function oneLevelSeconds(op: CollectiveOp, n: number, bytes: number, parameters: CollectiveParameters, link: number): number {
  if (n <= 1) return 0;
  const sent = bytes * wireShare(op, n);
  const latency = parameters.latency * (n / 2) ** parameters.latencyGrowth;
  const share = Math.min(mostLinkShare, parameters.linkShare * (n - 1) ** parameters.linkGrowth);
  const transfer = (sent + Math.sqrt(sent * parameters.halfMessage)) / (share * link);
  return overlapped(latency, transfer, parameters.overlap);
}

/** What joins accelerators: fast links inside a domain, network cards beyond it. */
export interface Fabric {
  /** One-way byte/s per accelerator inside the domain. */
  readonly link: number;
  /** Accelerators in the domain. */
  readonly domain: number;
  /** True where every pair has its own link and a few accelerators reach only their share of the total (AMD Instinct). */
  readonly mesh: boolean;
  /** One-way byte/s per accelerator of the network; `null` where unknown. */
  readonly scaleOut: number | null;
}

/** s that a hop through network cards and switches adds to α (NCCL over InfiniBand against NVLink, small messages). */
const networkLatency = 10e-6;

/** Share of a network card that large messages reach (NCCL tests over 400 Gbit/s InfiniBand: 46 to 48 of 50 GB/s). */
const networkShare = 0.92;

/** One-way byte/s that n accelerators of the fabric reach per accelerator. */
export function reachableLink({ link, domain, mesh }: Fabric, n: number): number {
  return mesh && n < domain ? (link * (n - 1)) / (domain - 1) : link;
}

/** Seconds over n accelerators, in two levels where they are more than one domain holds; `null` without a network. */
export function fabricSeconds(op: CollectiveOp, n: number, bytes: number, parameters: CollectiveParameters, fabric: Fabric): number | null {
  if (n <= fabric.domain) return oneLevelSeconds(op, n, bytes, parameters, reachableLink(fabric, n));
  if (fabric.scaleOut === null) return null;
  const inside = oneLevelSeconds(op, fabric.domain, bytes, parameters, fabric.link);
  const domains = Math.ceil(n / fabric.domain);
  // Reductions and gathers cross the network once per domain, each accelerator with its own part of the buffer.
  const crossing = op === 'allToAll' ? bytes : bytes / fabric.domain;
  const network = { ...parameters, latency: parameters.latency + networkLatency, linkShare: networkShare, linkGrowth: 0 };
  return inside + oneLevelSeconds(op, domains, crossing, network, fabric.scaleOut);
}
