/**
 * Everything that this machine's GPU can show, in one command and one file: the lanes one after another, the peers that run
 * in Node where their bundle lies beside this one, and the vendor's own timings where the accelerator is known.
 */
import { access, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareWithPublished, type NativeComparison } from '../../index.ts';
import type { AdapterSummary, Run } from '../../run/run.ts';
import { dawnVersion, environmentWithVulkan, type DawnToggles } from '../dawn.ts';
import { type LaneOutcome, runLane } from './lane-process.ts';
import { laneNames, type LaneName } from './lane-names.ts';
import { lanes } from './lanes.ts';

export interface FullMeasuring {
  readonly version: 1;
  readonly when: string;
  readonly machine: { readonly platform: string; readonly architecture: string; readonly processor: string; readonly node: string };
  /** Of the package `webgpu`, or the file that DAWN_NODE names. */
  readonly dawn: string;
  /** What the driver says of itself, from the first lane that opened it. */
  readonly adapter: AdapterSummary | null;
  /** Seconds: what was allowed, and what it took. */
  readonly budget: number;
  readonly elapsed: number;
  readonly lanes: readonly (Omit<LaneOutcome<Run>, 'result'> & {
    readonly lane: LaneName;
    readonly toggles: DawnToggles;
    readonly run: Run | null;
  })[];
  /** Null where no bundle of the peers lies beside the command line. */
  readonly peers: LaneOutcome<unknown> | null;
  /** Null where the adapter is none of the published systems, or nothing of ours is near their shapes. */
  readonly native: NativeComparison | null;
}

export interface FullOptions {
  readonly budget: number;
  readonly plan: 'quick' | 'thorough';
  readonly signal: AbortSignal;
  /** The program that measures one lane: this one. */
  readonly program: string;
  /** The bundle of the peers. */
  readonly peers: string;
}

/** Seven minutes, so that with what starting, compiling and ending take it stays below eight. */
export const usualBudget = 420;

/** Part of the budget that the peers get; the lanes have the rest. */
const peersShare = 0.15;
/** Seconds after its budget in which a lane ends by itself: it stops before the next point, and a point may compile for a while. */
const patience = 30;

export function thisProgram(): Pick<FullOptions, 'program' | 'peers'> {
  const program = fileURLToPath(import.meta.url);
  return { program, peers: join(dirname(program), 'peers.js') };
}

export async function measureFull({ budget, plan, signal, program, peers }: FullOptions): Promise<FullMeasuring> {
  const begun = performance.now();
  const when = new Date().toISOString();
  const elapsed = (): number => (performance.now() - begun) / 1000;
  const environment = await environmentWithVulkan();
  const folder = await mkdtemp(join(tmpdir(), 'inference-cost-lab-'));
  const withPeers = await access(peers).then(
    () => true,
    () => false,
  );
  const shares: Readonly<Record<LaneName | 'peers', number>> = {
    base: lanes.base.share,
    f16: lanes.f16.share,
    matrix: lanes.matrix.share,
    peers: withPeers ? peersShare : 0,
  };
  let sharesLeft = Object.values(shares).reduce((sum, share) => sum + share, 0);
  /** What a lane may take of the time that is left: its part of the parts that are still to come. */
  const secondsFor = (name: LaneName | 'peers'): number => {
    const seconds = Math.max(1, ((budget - elapsed()) * shares[name]) / sharesLeft);
    sharesLeft -= shares[name];
    return seconds;
  };
  const child = <Result>(name: string, words: (file: string) => readonly string[], seconds: number): Promise<LaneOutcome<Result>> => {
    const file = join(folder, `${name}.json`);
    return runLane({ command: process.execPath, words: words(file), environment, file, patience: seconds + patience, signal });
  };
  try {
    const measured: FullMeasuring['lanes'][number][] = [];
    for (const name of laneNames) {
      if (signal.aborted) break;
      process.stderr.write(`${lanes[name].describe}\n`);
      const seconds = secondsFor(name);
      const words = (file: string): string[] => [program, 'measure', '--lane', name, '--plan', plan, '--budget', seconds.toFixed(0), '--out', file];
      const { result, ...ended } = await child<Run>(name, words, seconds);
      if (result === null) process.stderr.write(`${lanes[name].describe}: ${ended.outcome}\n`);
      measured.push({ lane: name, toggles: lanes[name].toggles, ...ended, run: result });
    }
    let compared: FullMeasuring['peers'] = null;
    if (withPeers && !signal.aborted) {
      process.stderr.write('TensorFlow.js and jax-js\n');
      const seconds = secondsFor('peers');
      compared = await child('peers', (file) => [peers, '--out', file, '--budget', seconds.toFixed(0)], seconds);
    }
    const adapter = measured.find(({ run }) => run !== null)?.run?.adapter ?? null;
    return {
      version: 1,
      when,
      machine: { platform: process.platform, architecture: process.arch, processor: cpus()[0]?.model ?? '', node: process.version },
      dawn: await dawnVersion().catch(() => 'unknown'),
      adapter,
      budget,
      elapsed: elapsed(),
      lanes: measured,
      peers: compared,
      native:
        adapter === null
          ? null
          : await compareWithPublished(
              adapter,
              measured.flatMap(({ run }) => run?.kernels ?? []),
            ),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
