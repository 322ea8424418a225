/**
 * How much work at once keeps a GPU busy. The thorough plan measures it; before that, and in the quick plan, the largest GPU that is
 * met stands for all: more workgroups than needed cost little, idle cores cost their share.
 */
import type { DeviceTraits } from '../instance.ts';

/** Threads of a workgroup of the probes whose widths are measured. */
export const widthThreads = 256;
/** 16-byte loads that a thread of the stream read has in flight. */
const loadsInFlight = 4;

/** The 132 multiprocessors of an H100, each busy with one workgroup of multiply-adds; reads fill it with about two each. */
const assumed = { fma: 132, read: 256 } as const;

type Widths = Pick<DeviceTraits, 'widths'>;

/** Workgroups of tiles below which cores are idle: two for each that a multiply-add probe needs, so that one works while one waits. */
export function fillingTiles({ widths }: Widths): number {
  return 2 * (widths?.fma ?? assumed.fma);
}

/** Workgroups of 128 threads before memory is busy, where a thread has one load in flight and waits at barriers for the others. */
export function fillingSplits(traits: Widths): number {
  return Math.ceil(fillingLoads(traits) / 128);
}

/** 16-byte loads that must be in flight, over all threads, before memory is busy. */
export function fillingLoads({ widths }: Widths): number {
  return (widths?.read ?? assumed.read) * widthThreads * loadsInFlight;
}
