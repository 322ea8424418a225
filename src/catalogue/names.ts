/**
 * Names that people use for what the catalogue has: what drivers and hubs print, another spelling, another order of the same words. A
 * name resolves only where it names exactly one row, by vendor, model, memory and form; "h200" alone names none.
 */
import { table } from './data/aliases.csv';
import { accelerators } from './accelerators.ts';
import { engineFacts } from './engines.ts';
import { models } from './models.ts';
import { textOf } from './read-cell.ts';
import { sites } from './sites.ts';
import { nearest } from './suggestions.ts';
import { rowsOf } from './table.ts';

export const namedKinds = ['model', 'accelerator', 'site', 'engine', 'weights', 'kvCache', 'key'] as const;
export type NamedKind = (typeof namedKinds)[number];

export interface ResolvedName {
  readonly id: string;
  /** Format of the weights, where a model's name says it: "Qwen3-235B-A22B-FP8". */
  readonly weights?: string;
}

/** Words of a chip's name that say its maker; with another maker's name it is another chip, or none. */
const makers: Readonly<Record<string, string>> = {
  nvidia: 'NVIDIA',
  tesla: 'NVIDIA',
  geforce: 'NVIDIA',
  amd: 'AMD',
  instinct: 'AMD',
  radeon: 'AMD',
  intel: 'Intel',
  google: 'Google',
  aws: 'AWS',
  amazon: 'AWS',
  apple: 'Apple',
  huawei: 'Huawei',
};

/** Words of a name that tell nothing apart. */
const idle: Readonly<Record<'accelerator' | 'model', ReadonlySet<string>>> = {
  accelerator: new Set(['gpu', 'per', 'cloud', 'graphics', 'accelerator', 'generation', 'oam']),
  // A tuned copy has the shape of what it was tuned from; a base model may read another length of context.
  model: new Set(['instruct', 'chat', 'it', 'hf', 'meta']),
};

interface Row {
  readonly id: string;
  readonly vendor: string;
}

/** One kind of thing: its rows by the keys of all their names; null where two rows share a key. */
interface Names {
  readonly ids: ReadonlySet<string>;
  readonly rows: ReadonlyMap<string, Row | null>;
}

const kept = new Map<NamedKind, Names>();

/** @returns the row that a name stands for; null where it is no name, or one of several rows */
export function resolveName(kind: NamedKind, name: string): ResolvedName | null {
  const { ids, rows } = namesOf(kind);
  if (ids.has(name)) return { id: name };
  if (kind === 'model') return resolveModel(name, rows);
  const row = rows.get(keyOf(kind, name)) ?? (kind === 'accelerator' ? rows.get(keyOf(kind, name, true)) : undefined);
  if (!row) return null;
  return kind !== 'accelerator' || wordsOf(name).every((word) => makerFits(word, row.vendor)) ? { id: row.id } : null;
}

/** Ids that a wrong name may have meant, best first. */
export function suggestedIds(kind: NamedKind, name: string): readonly string[] {
  const ids = [...namesOf(kind).ids];
  if (kind !== 'accelerator') {
    const found = nearest(name, ids);
    return found.length > 0 ? found : nearest(wordsOf(name.replace(/^.*\//, '')).join('-'), ids);
  }
  // What a chip is called comes before its memory and form: "NVIDIA H200 NVL" is nearer to another H200 than to another NVL.
  const bare = wordsOf(name).filter((word) => makers[word] === undefined);
  const kin = ids.filter((id) => bare[0] !== undefined && /\d/.test(bare[0]) && wordsOf(id).includes(bare[0]));
  return nearest(bare.join('-'), kin.length > 0 ? kin : ids);
}

/** Every alias of the data, for tests and lists. */
export function aliases(): readonly { readonly kind: string; readonly name: string; readonly id: string }[] {
  return rowsOf(table).map((row) => ({ kind: textOf(row, 'kind'), name: textOf(row, 'name'), id: textOf(row, 'means') }));
}

const makerFits = (word: string, vendor: string): boolean => makers[word] === undefined || vendor.includes(makers[word]);

/** `organisation/name-format`: the organisation publishes the model or copies of any, the format is that of its weights. */
function resolveModel(name: string, rows: Names['rows']): ResolvedName | null {
  const [, organisation, own = name] = /^([\w.-]+)\/([\w.-]+)$/.exec(name.trim()) ?? [];
  const publisher = organisation === undefined ? '*' : publishers().get(organisation.toLowerCase());
  if (publisher === undefined) return null;
  const fits = (row: Row | null | undefined): row is Row => !!row && (publisher === '*' || publisher === row.vendor);
  const whole = rows.get(keyOf('model', own));
  if (fits(whole)) return { id: whole.id };
  const words = wordsOf(own);
  // The longest ending first: GPTQ-Int8 is not GPTQ with a word after it.
  for (let length = Math.min(words.length - 1, longestSuffix); length > 0; length--) {
    const weights = suffixes().get(words.slice(-length).join('-'));
    const row = weights === undefined ? undefined : rows.get(keyOfWords('model', words.slice(0, -length)));
    if (weights !== undefined && fits(row)) return { id: row.id, weights };
  }
  return null;
}

const longestSuffix = 4;

let publishersRead: ReadonlyMap<string, string> | undefined;
const publishers = (): ReadonlyMap<string, string> =>
  (publishersRead ??= new Map(
    aliases()
      .filter(({ kind }) => kind === 'publisher')
      .map(({ name, id }) => [name.toLowerCase(), id]),
  ));

let suffixesRead: ReadonlyMap<string, string> | undefined;
const suffixes = (): ReadonlyMap<string, string> =>
  (suffixesRead ??= new Map(
    aliases()
      .filter(({ kind }) => kind === 'suffix')
      .map(({ name, id }) => [wordsOf(name).join('-'), id]),
  ));

function namesOf(kind: NamedKind): Names {
  const known = kept.get(kind);
  if (known) return known;
  const listed = rowsOfKind(kind);
  const rows = new Map<string, Row | null>();
  const put = (key: string, row: Row): void => {
    const there = rows.get(key);
    rows.set(key, there === undefined || there?.id === row.id ? row : null);
  };
  for (const row of listed) for (const name of row.names) put(keyOf(kind, name), row);
  for (const { kind: of, name, id } of aliases()) if (of === kind) put(keyOf(kind, name), listed.find((row) => row.id === id) ?? { id, vendor: '' });
  const names = { ids: new Set(listed.map(({ id }) => id)), rows };
  kept.set(kind, names);
  return names;
}

/** The things of a kind with the names that are theirs anyway. */
function rowsOfKind(kind: NamedKind): readonly (Row & { readonly names: readonly string[] })[] {
  switch (kind) {
    case 'model':
      return models().map(({ id, name, vendor }) => ({ id, vendor, names: [id, name] }));
    case 'accelerator':
      // A name in brackets is a remark: "(per GPU)".
      return accelerators().map(({ id, name, vendor }) => ({ id, vendor, names: [id, name, `${vendor} ${name}`] }));
    case 'site':
      return sites().map(({ id, operator, city }) => ({ id, vendor: operator, names: [id, `${operator} ${city}`] }));
    case 'engine':
      return engineFacts.map(({ id, name }) => ({ id, vendor: '', names: [id, name] }));
    case 'weights':
    case 'kvCache':
    case 'key':
      return [...new Set(aliases().flatMap((each) => (each.kind === kind ? [each.id] : [])))].map((id) => ({ id, vendor: '', names: [id] }));
    default:
      return kind satisfies never;
  }
}

/** @param withoutMaker leaves out the words that say who makes a chip */
const keyOf = (kind: NamedKind, name: string, withoutMaker = false): string =>
  keyOfWords(
    kind,
    wordsOf(name).filter((word) => !withoutMaker || makers[word] === undefined),
  );

/**
 * Words of a chip come in any order ("A100-SXM4-80GB", "A100 80GB SXM"); those of a model in one. Keys of a scenario are one word however
 * they are joined.
 */
function keyOfWords(kind: NamedKind, words: readonly string[]): string {
  switch (kind) {
    case 'accelerator':
      return [...new Set(words.filter((word) => !idle.accelerator.has(word)))].sort().join(' ');
    case 'model':
      return words.filter((word) => !idle.model.has(word)).join('-');
    case 'engine':
    case 'key':
      return words.join('');
    default:
      return words.join('-');
  }
}

/** Lower case, without marks; a word of three letters and a number are two words, and "80 GB", "80GB" and "80" are one. */
function wordsOf(name: string): readonly string[] {
  return name
    .toLowerCase()
    .replace(/[®™_]|\((?:r|tm)\)/g, ' ')
    .replace(/\b(sxm)\d\b/g, '$1')
    .replace(/(\d)\s?gi?b\b/g, '$1')
    .split(/[^a-z0-9.]+/)
    .flatMap((word) => {
      const bare = word.replace(/^\.+|\.+$/g, '');
      const [, letters, rest] = /^([a-z]{3,})(\d.*)$/.exec(bare) ?? [];
      return letters !== undefined && rest !== undefined ? [letters, rest] : [bare];
    })
    .filter((word) => word !== '');
}
