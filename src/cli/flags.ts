/** Reads the words after a command against its table of flags, and answers a slip with the nearest flag. */
import { parseArgs } from 'node:util';
import { nearest } from '../catalogue/suggestions.ts';
import { UsageError } from './errors.ts';

export interface FlagSpec {
  /** What stands after the flag (`FILE`, `N`); absent for a switch. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly describe: string;
}

export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

/** Words of a command that are no flags: `list models`, `collect FILE...`. */
export interface OperandSpec {
  /** How the help writes one: `FILE`. */
  readonly value: string;
  readonly choices?: readonly string[];
  readonly least: number;
  readonly most: number;
  readonly describe: string;
}

type ValueOf<Spec extends FlagSpec> = Spec extends { readonly choices: readonly (infer Choice)[] }
  ? Choice | undefined
  : Spec extends { readonly value: string }
    ? string | undefined
    : boolean;

export type FlagValues<Specs extends FlagSpecs> = { readonly [Name in keyof Specs]: ValueOf<Specs[Name]> };

export interface ReadWords<Specs extends FlagSpecs> {
  readonly flags: FlagValues<Specs>;
  readonly operands: readonly string[];
}

/** @throws UsageError naming the flag or the word that is wrong */
export function readWords<Specs extends FlagSpecs>(specs: Specs, operands: OperandSpec | undefined, words: readonly string[]): ReadWords<Specs> {
  const options = Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, { type: takesValue(spec) ? 'string' : 'boolean' } as const]));
  // Not strict: its errors stop at the first word and know nothing of near misses. The tokens are what was said, in order.
  const { tokens } = parseArgs({ args: [...words], options, strict: false, allowPositionals: true, tokens: true });
  const values = Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, takesValue(spec) ? undefined : false])) as Record<
    string,
    string | boolean | undefined
  >;
  const given = new Set<string>();
  const others: string[] = [];
  for (const token of tokens) {
    if (token.kind !== 'option' || !token.rawName.startsWith('--')) {
      const word = words[token.index] ?? '';
      if (token.kind !== 'positional' || operands === undefined || others.length === operands.most)
        throw new UsageError(`unexpected argument "${word}"`);
      others.push(operandOf(operands, word));
      continue;
    }
    const { name } = token;
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
    if (spec === undefined) throw new UsageError(`no flag "--${name}"${suggestion(name, Object.keys(specs))}`);
    if (given.has(name)) throw new UsageError(`--${name} is given twice`);
    given.add(name);
    values[name] = takesValue(spec) ? valueOf(name, spec, token.value, token.inlineValue) : switchOf(name, token.value);
  }
  if (operands !== undefined && others.length < operands.least) throw new UsageError(`expected ${operands.choices?.join(' or ') ?? operands.value}`);
  // The table decides both the keys and their types, which the loop above followed entry by entry.
  return { flags: values as FlagValues<Specs>, operands: others };
}

function valueOf(name: string, spec: FlagSpec, value: string | undefined, inline: boolean | undefined): string {
  // `--out --headed`: the value was forgotten. A lone dash is standard output.
  if (value === undefined || value === '' || (inline !== true && value.startsWith('--'))) throw new UsageError(`--${name} needs ${expected(spec)}`);
  if (spec.choices !== undefined && !spec.choices.includes(value)) throw new UsageError(`--${name} is "${value}"; expected ${expected(spec)}`);
  return value;
}

function switchOf(name: string, value: string | undefined): true {
  if (value !== undefined) throw new UsageError(`--${name} takes no value`);
  return true;
}

function operandOf({ choices }: OperandSpec, word: string): string {
  if (choices === undefined || choices.includes(word)) return word;
  const [best] = nearest(word, choices);
  throw new UsageError(`no "${word}"${best === undefined ? `; there are ${choices.join(', ')}` : `; did you mean "${best}"?`}`);
}

/**
 * A whole number in decimal digits: `8e3`, `0x1f90` and a blank are slips, not numbers.
 * @throws UsageError naming the flag and its bounds
 */
export function wholeNumber(flag: string, text: string, low: number, high: number): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= low && number <= high) return number;
  throw new UsageError(`--${flag} is "${text}"; expected ${low} to ${high}`);
}

/** `; did you mean "--plan"?`, or what there is when no flag is near. */
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

/** One line per operand and flag, aligned. */
export function describeFlags(specs: FlagSpecs, operands?: OperandSpec): string {
  const rows = Object.entries(specs).map(([name, spec]): [string, string] => {
    const value = spec.choices?.join('|') ?? spec.value;
    return [value === undefined ? `--${name}` : `--${name} ${value}`, spec.describe];
  });
  if (operands !== undefined) rows.unshift([operands.value, operands.describe]);
  rows.push(['--help', 'print this']);
  const width = Math.max(...rows.map(([flag]) => flag.length));
  return rows.map(([flag, describe]) => `  ${flag.padEnd(width)}  ${describe}`).join('\n');
}
