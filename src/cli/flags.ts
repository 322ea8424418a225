/** Reads `--flag value` and `--flag=value` against a table, and answers a slip with the nearest flag. */
import { nearest } from '../index.ts';
import { UsageError } from './errors.ts';

export interface FlagSpec {
  /** What stands after the flag (`FILE`, `N`); absent for a switch. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly describe: string;
}

export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

type ValueOf<Spec extends FlagSpec> = Spec extends { readonly choices: readonly (infer Choice)[] }
  ? Choice | undefined
  : Spec extends { readonly value: string }
    ? string | undefined
    : boolean;

export type FlagValues<Specs extends FlagSpecs> = { readonly [Name in keyof Specs]: ValueOf<Specs[Name]> };

/** @throws UsageError naming the flag or the word that is wrong */
export function readFlags<Specs extends FlagSpecs>(specs: Specs, words: readonly string[]): FlagValues<Specs> {
  const values: Record<string, string | boolean | undefined> = {};
  for (const [name, spec] of Object.entries(specs)) values[name] = takesValue(spec) ? undefined : false;

  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (!word.startsWith('--')) throw new UsageError(`unexpected argument "${word}"`);
    const equals = word.indexOf('=');
    const name = word.slice(2, equals < 0 ? undefined : equals);
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
    if (spec === undefined) throw new UsageError(`no flag "--${name}"${suggestion(name, Object.keys(specs))}`);
    if (!takesValue(spec)) {
      if (equals >= 0) throw new UsageError(`--${name} takes no value`);
      values[name] = true;
      continue;
    }
    const value = equals >= 0 ? word.slice(equals + 1) : words[++index];
    if (value === undefined || value === '' || (equals < 0 && value.startsWith('--'))) {
      throw new UsageError(`--${name} needs ${expected(spec)}`);
    }
    if (spec.choices !== undefined && !spec.choices.includes(value)) {
      throw new UsageError(`--${name} is "${value}"; expected ${expected(spec)}`);
    }
    values[name] = value;
  }
  // The table decides both the keys and their types, which the loop above followed entry by entry.
  return values as FlagValues<Specs>;
}

/** `; did you mean "--plan"?`, or nothing when no flag is near. */
function suggestion(name: string, known: readonly string[]): string {
  const [best] = nearest(name, known);
  if (best !== undefined) return `; did you mean "--${best}"?`;
  return known.length === 0 ? '; this command takes none' : `; it takes ${known.map((flag) => `--${flag}`).join(', ')}`;
}

function takesValue(spec: FlagSpec): boolean {
  return spec.value !== undefined || spec.choices !== undefined;
}

function expected(spec: FlagSpec): string {
  return spec.choices?.join(' or ') ?? `a value: ${spec.value ?? ''}`;
}

/** One line per flag, aligned. */
export function describeFlags(specs: FlagSpecs): string {
  const rows = Object.entries(specs).map(([name, spec]): [string, string] => {
    const value = spec.choices?.join('|') ?? spec.value;
    return [value === undefined ? `--${name}` : `--${name} ${value}`, spec.describe];
  });
  rows.push(['--help', 'print this']);
  const width = Math.max(...rows.map(([flag]) => flag.length));
  return rows.map(([flag, describe]) => `  ${flag.padEnd(width)}  ${describe}`).join('\n');
}
