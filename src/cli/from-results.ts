/** `estimate --from`: the output of a benchmark tool in, one verdict a line out, in the order of the results. */
import { parseJson, readResults, verdict, type Calibration, type Verdict } from '../index.ts';
import { exitStatus, type ExitStatus } from './command.ts';
import { UsageError } from './errors.ts';
import { wholeNumber } from './flags.ts';
import type { FromFlags } from './from-flags.ts';
import { readStandardInput, readTextFile } from './input.ts';
import { compactJson } from './lines/compact-json.ts';
import { errorLine } from './lines/row-object.ts';
import type { GivenModel } from './model-file.ts';
import type { Output } from './output.ts';

/** @throws UsageError where the file is no result, or a flag is wrong */
export async function answerResults(
  file: string,
  flags: FromFlags & { readonly model: GivenModel | undefined },
  output: Output,
  options: { readonly calibration: Calibration | null },
): Promise<ExitStatus> {
  const given = givenBy(flags);
  const text = file === '-' ? await readStandardInput('what a benchmark tool printed') : await readTextFile(file, '--from');
  const results = readResults(text);
  if (!results.ok) throw new UsageError(`--from ${file}: ${results.error.path === '' ? '' : `${results.error.path}: `}${results.error.message}`);
  let status: ExitStatus = exitStatus.answered;
  const asked = new Set<string>();
  for (const result of results.value) {
    const answer = verdict(result, given, options);
    if (!answer.ok) {
      status = exitStatus.wrongInput;
      await output.print(`${errorLine({ id: `line ${result.line}` }, answer.error)}\n`);
      continue;
    }
    if (answer.value.missing.length > 0) {
      status = exitStatus.wrongInput;
      const words = questionOf(answer.value);
      if (!asked.has(words)) process.stderr.write(`${words}\n`);
      asked.add(words);
    }
    await output.print(`${compactJson(answer.value)}\n`);
  }
  return status;
}

/** The keys that the user supplies, flags over the object. */
function givenBy({
  scenario,
  model,
  accelerator,
  accelerators,
  tensor,
}: FromFlags & { readonly model: GivenModel | undefined }): Readonly<Record<string, unknown>> {
  const object = scenario === undefined ? {} : objectOf(scenario);
  return {
    ...object,
    ...(model === undefined ? {} : { model }),
    ...(accelerator === undefined ? {} : { accelerator }),
    ...(accelerators === undefined ? {} : { accelerators: wholeNumber('accelerators', accelerators, 1, 100_000) }),
    ...(tensor === undefined ? {} : { parallel: { tensor: wholeNumber('tensor', tensor, 1, 1024) } }),
  };
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  const json = parseJson(text);
  if (!json.ok) throw new UsageError(`--scenario is not JSON: ${json.error.message}`);
  const { value } = json;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`--scenario is ${text}; expected an object of scenario keys: '{"accelerator":"h100-80-sxm","accelerators":1}'`);
  return value as Readonly<Record<string, unknown>>;
}

/** What is missing and how to give it: `line 1: no verdict without accelerator, accelerators; give them with --scenario '{…}'`. */
function questionOf({ line, missing, unresolved }: Verdict): string {
  const example: Readonly<Record<string, string>> = {
    model: '"model":"llama-3.1-8b"',
    accelerator: '"accelerator":"h100-80-sxm"',
    accelerators: '"accelerators":1',
    parallel: '"parallel":{"tensor":1}',
    inputTokens: '"inputTokens":1024',
    outputTokens: '"outputTokens":256',
    concurrency: '"concurrency":32',
  };
  const known = Object.entries(unresolved).map(
    ([key, { spelled, suggestions }]) =>
      ` The tool names the ${key} "${spelled}"${suggestions.length > 0 ? `; is that ${suggestions.join(', ')}?` : ', which the catalogue does not have.'}`,
  );
  return `line ${line}: no verdict without ${missing.join(', ')}; give ${missing.length === 1 ? 'it' : 'them'} with --scenario '{${missing.map((key) => example[key] ?? `"${key}":…`).join(',')}}'.${known.join('')}`;
}
