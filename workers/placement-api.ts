/**
 * Placements across a thread. The solver holds its thread for seconds, so that the page has no stand-in for this worker: who wants an end
 * at once ends the thread. A newer question ends the older between two solves, and finds the estimates that it made.
 */
import { loadPlacement, type InputError, type PlacementAnswer, type PlacementPart } from '../src/index.ts';

export type PlacementOutcome =
  | { readonly kind: 'finished'; readonly answer: PlacementAnswer }
  /** A newer question was asked. */
  | { readonly kind: 'dropped' }
  /** A question that makes no sense, with the key that is wrong. */
  | { readonly kind: 'refused'; readonly error: InputError }
  /** The policy of who serves this script forbids the solver, which is WebAssembly. */
  | { readonly kind: 'forbidden' }
  /** The solver's file did not arrive, or is none. */
  | { readonly kind: 'unloaded'; readonly message: string };

export interface PlacementApi {
  /** @param input a placement as JSON has it. @param onProgress is told the share that is done, from 0 to 1 */
  place(input: unknown, onProgress: (share: number) => void | Promise<void>): Promise<PlacementOutcome>;
  /** Ends what is in work, once the solve in hand is over. */
  drop(): void;
}

export function createPlacementApi(): PlacementApi {
  let newest = 0;
  let part: Promise<PlacementPart> | undefined;

  return {
    async place(input, onProgress) {
      const call = ++newest;
      if (!mayCompile()) return { kind: 'forbidden' };
      const loaded = await (part ??= loadPlacement()).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
      if (loaded instanceof Error) {
        part = undefined;
        return { kind: 'unloaded', message: loaded.message };
      }
      const read = loaded.parse(input);
      if (!read.ok) return { kind: 'refused', error: read.error };
      const steps = loaded.steps(read.value, { why: true });
      for (;;) {
        // A turn between solves, so that a newer question is heard.
        await new Promise((resolve) => setTimeout(resolve));
        if (call !== newest) return { kind: 'dropped' };
        const step = steps.next();
        if (step.done) return { kind: 'finished', answer: step.value };
        void onProgress(step.value);
      }
    },
    drop: () => {
      newest++;
    },
  };
}

/** The smallest module there is: its magic number and version. */
const emptyModule = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

function mayCompile(): boolean {
  try {
    return new WebAssembly.Module(emptyModule) instanceof WebAssembly.Module;
  } catch {
    return false;
  }
}
