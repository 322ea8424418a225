/**
 * The fields of operator queries: their types, ranges and defaults, and the reading of them.
 */
import { nearest } from '../../catalogue/suggestions.ts';
import { collectiveOps } from '../../model/operators/collectives.ts';
import { arithmeticFormats } from '../../model/operators/formats.ts';
import { deepSeekGeometry } from '../../model/operators/mla.ts';
import { routings } from '../../model/operators/routing.ts';
import { fail, type Parsed } from '../../scenario/input-error.ts';
import { kvFormats } from '../../scenario/scenario.ts';

type Field =
  | { readonly kind: 'whole'; readonly least: number; readonly most: number; readonly default?: number }
  | { readonly kind: 'word'; readonly words: readonly string[]; readonly default?: string };

/** Far above any layer or cluster, far below where products of five of them lose precision. */
const mostDimension = 1e8;
const mostBytes = 1e15;

const whole = (least = 1, most = mostDimension): Field => ({ kind: 'whole', least, most });
const wholeOr = (fallback: number, least = 0): Field => ({ kind: 'whole', least, most: mostDimension, default: fallback });
const word = (words: readonly string[], fallback?: string): Field => ({
  kind: 'word',
  words,
  ...(fallback === undefined ? {} : { default: fallback }),
});

const dtype = word(arithmeticFormats);
const attention = {
  dtype: word(['bf16', 'fp8']),
  kvDtype: word(kvFormats),
  batch: whole(),
  seq: whole(),
  prefix: wholeOr(0),
  heads: whole(),
  kvHeads: whole(),
  headDim: whole(),
  window: wholeOr(0),
};
const latent = {
  dtype: word(['bf16', 'fp8']),
  kvDtype: word(kvFormats),
  batch: whole(),
  seq: whole(),
  prefix: wholeOr(0),
  heads: whole(),
  kvLoraRank: wholeOr(deepSeekGeometry.kvLoraRank, 1),
  ropeDim: wholeOr(deepSeekGeometry.ropeDim),
  nopeDim: wholeOr(deepSeekGeometry.nopeDim, 1),
  vDim: wholeOr(deepSeekGeometry.vDim, 1),
};
const collective = { accelerators: whole(1, 1e6), bytes: whole(0, mostBytes), launch: word(['graph', 'eager'], 'graph') };

export const operatorFields = {
  gemm: { dtype, m: whole(), n: whole(), k: whole() },
  'attention.prefill': attention,
  'attention.decode': attention,
  'mla.prefill': latent,
  'mla.decode': latent,
  moe: {
    dtype,
    tokens: whole(),
    hidden: whole(),
    inter: whole(),
    topK: whole(),
    experts: whole(),
    moeTensor: wholeOr(1, 1),
    moeExpert: wholeOr(1, 1),
    routing: word(routings, 'balanced'),
  },
  ...(Object.fromEntries(collectiveOps.map((op) => [op, collective])) as Record<(typeof collectiveOps)[number], typeof collective>),
} satisfies Record<string, Readonly<Record<string, Field>>>;

export type OperatorName = keyof typeof operatorFields;
export type OperatorValues = Readonly<Record<string, number | string>>;

/** Keys of a query beside its fields. */
const common = ['op', 'accelerator'];

export function readFields(name: OperatorName, input: Readonly<Record<string, unknown>>): Parsed<OperatorValues> {
  const fields: Readonly<Record<string, Field>> = operatorFields[name];
  const known = [...common, ...Object.keys(fields)];
  const stray = Object.keys(input).find((key) => !known.includes(key));
  if (stray !== undefined) return fail('unknown-field', stray, `no field "${stray}" in ${name}`, nearest(stray, known));
  const values: Record<string, number | string> = {};
  for (const [key, field] of Object.entries(fields)) {
    const value = readField(key, field, input[key] ?? undefined);
    if (!value.ok) return value;
    values[key] = value.value;
  }
  return inconsistency(values) ?? { ok: true, value: values };
}

function readField(key: string, field: Field, given: unknown): Parsed<number | string> {
  if (given === undefined) {
    return field.default === undefined ? fail('wrong-type', key, `"${key}" is required`) : { ok: true, value: field.default };
  }
  if (field.kind === 'word') {
    if (typeof given !== 'string') return fail('wrong-type', key, `expected one of ${field.words.join(', ')}, got ${JSON.stringify(given)}`);
    if (!field.words.includes(given))
      return fail('unknown-id', key, `no ${key} "${given}"; expected ${field.words.join(', ')}`, nearest(given, field.words));
    return { ok: true, value: given };
  }
  if (typeof given !== 'number') return fail('wrong-type', key, `expected a number, got ${JSON.stringify(given)}`);
  if (!Number.isInteger(given)) return fail('out-of-range', key, `expected a whole number, got ${given}`);
  if (given < field.least || given > field.most) return fail('out-of-range', key, `expected ${field.least} to ${field.most}, got ${given}`);
  return { ok: true, value: given };
}

function inconsistency(values: OperatorValues): ReturnType<typeof fail> | null {
  const { heads, kvHeads, topK, experts, moeExpert } = values;
  if (Number(kvHeads) > Number(heads)) return fail('inconsistent', 'kvHeads', `${kvHeads} key-value heads for ${heads} query heads`);
  if (Number(topK) > Number(experts)) return fail('inconsistent', 'topK', `${topK} of ${experts} experts`);
  if (Number(experts) % Number(moeExpert) > 0) return fail('inconsistent', 'moeExpert', `${experts} experts do not divide over ${moeExpert} ranks`);
  return null;
}
