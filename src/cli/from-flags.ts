/** The flags of `estimate --from`: where the results are, and what the tool did not say of the deployment. `--model` goes with both forms. */
import { UsageError } from './errors.ts';
import type { FlagValues } from './flags.ts';

export const fromFlags = {
  from: { value: 'FILE', describe: 'what a benchmark tool printed or saved (- for standard input); answers with a verdict' },
  scenario: { value: 'JSON', describe: 'with --from: keys of a scenario that the tool did not say, or said wrongly' },
  accelerator: { value: 'ID', describe: 'with --from: the accelerator that the server ran on' },
  accelerators: { value: 'N', describe: 'with --from: how many accelerators in all' },
  tensor: { value: 'N', describe: 'with --from: how many of them share each layer; the rest are replicas' },
} as const;

export type FromFlags = FlagValues<typeof fromFlags>;

/** @throws UsageError where a flag is given that only --from reads */
export function refuseWithoutFrom(flags: FromFlags): void {
  for (const name of ['scenario', 'accelerator', 'accelerators', 'tensor'] as const)
    if (flags[name] !== undefined) throw new UsageError(`--${name} belongs to --from; without it the scenarios come from standard input`);
}
