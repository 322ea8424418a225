/**
 * The header of each shader is its documentation; what it says is held against the code and against the counts that
 * results carry: bindings in order, FLOP and bytes as formulas, constants that exist.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { attentionDecode } from '../../src/measure/kernels/attention/attention-decode.ts';
import { attentionPrefill } from '../../src/measure/kernels/attention/attention-prefill.ts';
import { gemm, gemmConfigs } from '../../src/measure/kernels/gemm/gemm.ts';
import { quantisedGemm } from '../../src/measure/kernels/gemm/gemm-quantised.ts';
import { quantisedGemv } from '../../src/measure/kernels/gemv/gemv-quantised.ts';
import { matrixPrefill } from '../../src/measure/kernels/attention/attention-prefill-subgroup-matrix.ts';
import { matrixGemm } from '../../src/measure/kernels/gemm/gemm-subgroup-matrix.ts';
import { gemv } from '../../src/measure/kernels/gemv/gemv.ts';
import { bytesOf, type DeviceTraits, type Instance, type Stage } from '../../src/measure/kernels/instance.ts';
import { launch } from '../../src/measure/kernels/probes/launch.ts';
import { memSweep } from '../../src/measure/kernels/probes/memory-sweep.ts';
import { memCopy, memRead, memTriad, memWrite } from '../../src/measure/kernels/probes/memory.ts';
import { peakDp4a } from '../../src/measure/kernels/probes/peak-dp4a.ts';
import { peakFma } from '../../src/measure/kernels/probes/peak-fma.ts';
import { matrixPeakCandidates } from '../../src/measure/kernels/probes/peak-sgm.ts';
import { embed } from '../../src/measure/kernels/layer/embed.ts';
import { byExpert } from '../../src/measure/kernels/layer/by-expert.ts';
import { gemmExperts } from '../../src/measure/kernels/gemm/gemm-experts.ts';
import { gemvExperts } from '../../src/measure/kernels/gemv/gemv-experts.ts';
import { combine, route } from '../../src/measure/kernels/layer/route.ts';
import { norm } from '../../src/measure/kernels/layer/norm.ts';
import { rope } from '../../src/measure/kernels/layer/rope.ts';
import { sample } from '../../src/measure/kernels/layer/sample.ts';
import { quantiseStage } from '../../src/measure/kernels/layer/quantise.ts';
import { checkProductStage, fillStage } from '../../src/measure/kernels/wgsl/check-kernels.ts';
import { swiglu } from '../../src/measure/kernels/layer/swiglu.ts';

const folder = new URL('../../shaders/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.wgsl'));
const sourceOf = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

/** Value of a formula in the words of a header: juxtaposition multiplies, `sizeof(Elem)` is a name. */
function evaluate(formula: string, values: Readonly<Record<string, number>>): number {
  const tokens = formula.match(/sizeof\(Elem\)|[A-Za-z_]\w*|\d+|[-+/()]/g) ?? [];
  let position = 0;
  const peek = (): string | undefined => tokens[position];
  function factor(): number {
    const token = tokens[position++];
    if (token === '(') {
      const inner = sum();
      expect(tokens[position++]).toBe(')');
      return inner;
    }
    const value = token === undefined ? NaN : /^\d/.test(token) ? Number(token) : values[token];
    if (value === undefined || Number.isNaN(value)) throw new Error(`"${token}" in "${formula}" has no value`);
    return value;
  }
  function product(): number {
    let result = factor();
    for (;;) {
      const next = peek();
      if (next === '/') {
        position++;
        result /= factor();
      } else if (next === undefined || next === ')' || next === '+' || next === '-') return result;
      else result *= factor();
    }
  }
  function sum(): number {
    let result = product();
    while (peek() === '+' || peek() === '-') result += tokens[position++] === '+' ? product() : -product();
    return result;
  }
  const result = sum();
  expect(position).toBe(tokens.length);
  return result;
}

function formulaOf(source: string, word: 'FLOP' | 'Bytes'): string {
  const line = new RegExp(`^// ${word} +([^;\\n]+)`, 'm').exec(source)?.[1];
  if (line === undefined) throw new Error(`the header has no line "${word}"`);
  return line.trim();
}

/** Constants of the prelude, by name. */
function constantsOf({ code }: Stage): Record<string, number> {
  return Object.fromEntries([...code.matchAll(/^const (\w+): u32 = (\d+)u;$/gm)].map(([, name = '', value = '']) => [name, Number(value)]));
}

/** Bytes of the type that the prelude calls Elem, or of the result's own where it calls none so. */
function elementBytes({ code }: Stage, { dtype }: Instance): number {
  const [, type = dtype] = /^alias Elem = (f32|f16);$/m.exec(code) ?? [];
  return bytesOf[type as 'f32' | 'f16'];
}

const attention = { batch: 3, seq: 70, heads: 8, kvHeads: 2, headDim: 64 };
/** What only some models have; the excess is what a window of 30 leaves of 70 tokens. */
const seen = { window: 30, sinks: true } as const;
const excess = { kv_heads: 2, excess: 40, sinks: 8 };
const tile = { bm: 32, bn: 32, bk: 32, tm: 4, tn: 4 };
const vectors = { threads: 64, rows: 4, reduction: 'shared' } as const;
const matrixUnits: DeviceTraits = {
  f16: true,
  subgroups: true,
  subgroupMin: 32,
  subgroupMax: 32,
  packedDot: true,
  subgroupMatrices: [{ component: 'f16', result: 'f32', m: 16, n: 8, k: 16 }],
  maxInvocations: 256,
  workgroupStorage: 32_768,
  maxBinding: 2 ** 29,
};
const [matrixPeak] = matrixPeakCandidates({ m: 16, n: 8, k: 16, groups: 7, turns: 30 }, { component: 'f16', result: 'f32' }, matrixUnits, 1);
if (matrixPeak === undefined) throw new Error('no probe of matrix units');

const timed: [string, Instance, Record<string, number>][] = [
  ['mem-read.wgsl', memRead({ bytes: 2 ** 20 }, 1), { turns: 4, threads: 4096 }],
  ['mem-copy.wgsl', memCopy({ bytes: 2 ** 20 }, 1), { count: 2 ** 16 }],
  ['mem-write.wgsl', memWrite({ bytes: 2 ** 20 }, 1), { count: 2 ** 16 }],
  ['mem-triad.wgsl', memTriad({ bytes: 2 ** 20 }, 1), { count: 2 ** 16 }],
  ['mem-sweep.wgsl', memSweep({ pool: 2 ** 22, window: 2 ** 20 }, 1), { turns: 4, threads: 2 ** 14 }],
  ['peak-dp4a.wgsl', peakDp4a({ threads: 512, turns: 3 }), { threads: 512, turns: 3 }],
  ['peak-sgm.wgsl', matrixPeak, { turns: 30, groups: 7 }],
  ['peak-fma.wgsl', peakFma({ threads: 512, turns: 3 }, 'f32'), { threads: 512, turns: 3 }],
  ['launch.wgsl', launch(), {}],
  ['gemm.wgsl', gemm(gemmConfigs['32x32'], { m: 33, n: 65, k: 70 }, 'f16', 1), { m: 33, n: 65, k: 70 }],
  ['gemm.wgsl', gemm({ ...gemmConfigs['32x32'], staging: 'double', split: 2 }, { m: 33, n: 65, k: 70 }, 'f32', 1), { m: 33, n: 65, k: 70 }],
  ['gemm.wgsl', gemm({ ...gemmConfigs['32x32'], layout: 'transposed', padding: 0 }, { m: 33, n: 65, k: 70 }, 'f32', 1), { m: 33, n: 65, k: 70 }],
  ['gemm-quantised.wgsl', quantisedGemm('gemm.w4a16', tile, { m: 33, n: 65, k: 96 }, 'f16', 1), { m: 33, n: 65, k: 96 }],
  [
    'gemm-subgroup-matrix.wgsl',
    matrixGemm(
      { matrix: { component: 'f16', result: 'f32', m: 16, n: 16, k: 16 }, bm: 64, bn: 64, bk: 32, gridM: 2, gridN: 2 },
      { m: 33, n: 65, k: 96 },
      'i4',
      { size: 32, extra: true, polyfill: false },
      1,
    ),
    { m: 33, n: 65, k: 96, w_bytes: 1 / 2 + 2 / 32 },
  ],
  ['gemv.wgsl', gemv({ threads: 64, rows: 4, reduction: 'shared' }, { n: 65, k: 72, batch: 3 }, 'f16', 1), { n: 65, k: 72, batch: 3 }],
  ['gemv.wgsl', gemv({ threads: 64, rows: 4, reduction: 'shared', split: 2 }, { n: 65, k: 72, batch: 3 }, 'f32', 1), { n: 65, k: 72, batch: 3 }],
  ['gemv-quantised.wgsl', quantisedGemv('gemv.q8', { ...vectors, words: 4 }, { n: 65, k: 96, batch: 3 }, 'f16', 1), { n: 65, k: 96, batch: 3 }],
  ['gemv-quantised.wgsl', quantisedGemv('gemv.q4', { ...vectors, words: 4 }, { n: 65, k: 96 }, 'f32', 1), { n: 65, k: 96, batch: 1 }],
  ['attention-prefill.wgsl', attentionPrefill({ bq: 32, bk: 32, dc: 32, vc: 16 }, { ...attention, ...seen }, 'f32', 1), { ...attention, ...excess }],
  [
    'attention-prefill-rows.wgsl',
    attentionPrefill({ rows: 64, split: 2, bk: 16, keys: 4 }, { ...attention, ...seen }, 'f32', 1),
    { ...attention, ...excess },
  ],
  [
    'attention-prefill-subgroup-matrix.wgsl',
    matrixPrefill(
      { matrix: { component: 'f16', result: 'f32', m: 16, n: 16, k: 16 }, grid: 4, bk: 32 },
      attention,
      'f16',
      { size: 32, extra: true, polyfill: false },
      1,
    ),
    { ...attention, kv_heads: 2 },
  ],
  [
    'attention-decode.wgsl',
    attentionDecode({ threads: 64, keys: 64, split: 4 }, { ...attention, sinks: true }, 'f16', 1, 'q8'),
    { ...attention, kv_heads: 2, row_bytes: 64 + 2, sinks: 8 },
  ],
  ['embed.wgsl', embed({ rows: 3, n: 100, held: 7 }, 'f16', 1), { rows: 3, n: 100 }],
  ['norm.wgsl', norm({ rows: 3, n: 100, first: 0, scale: 1, gain: 1, biased: true }, 'f16', 1), { rows: 3, n: 100, biased: 1 }],
  [
    'rope.wgsl',
    rope(
      { batch: 2, tokens: 3, first: 0, seq: 3, position: 0, heads: 4, kvHeads: 2, headDim: 64, qkNorm: true, biased: true, layout: 'token' },
      'f16',
      1,
    ),
    { rows: 6, tokens: 3, heads: 4, kv_heads: 2, biased: 1 },
  ],
  [
    'gemv-experts.wgsl',
    gemvExperts('q4', { rows: 4, reduction: 'shared' }, { n: 30, k: 64, experts: 8, slots: 4, sharing: 2 }, 'f16', 1),
    // 32 weights of 4 bits and a scale of two bytes.
    { slots: 4, vectors: 2, n: 30, k: 64, WEIGHT: 18, 'sizeof(Elem)': 2 },
  ],
  [
    'gemm-experts.wgsl',
    gemmExperts('q4', tile, { n: 30, k: 64, experts: 8, rows: 3, chosen: 2, sharing: 2 }, 'f16', 1),
    // 8 (1 - (3/4)^3) = 4.6 experts.
    { slots: 6, vectors: 3, touched: 5, n: 30, k: 64, WEIGHT: 18 },
  ],
  ['by-expert.wgsl', byExpert({ slots: 30, experts: 8 }, 1), { slots: 30, experts: 8 }],
  ['route.wgsl', route({ rows: 3, experts: 40, chosen: 4, biased: true }, 'f16', 1), { rows: 3, experts: 40, biased: 1 }],
  ['combine.wgsl', combine({ rows: 3, chosen: 4, n: 100, bias: { experts: 9, scale: 2 } }, 'f16', 1), { rows: 3, n: 100, biased: 1, biases: 9 }],
  ['swiglu.wgsl', swiglu({ rows: 3, n: 100, clamped: true, bias: { experts: 9 } }, 'f16', 1), { rows: 3, n: 100, biased: 1, clamped: 1, biases: 3 }],
  ['sample.wgsl', sample({ rows: 3, vocab: 9000, stride: 1 }, 'f16', 1), { rows: 3, vocab: 9000 }],
];

describe('FLOP and bytes', () => {
  it.each(timed)('%s: the header’s formulas give what a result carries', (file, instance, shape) => {
    const [stage] = instance.stages;
    if (stage === undefined) throw new Error('no stage');
    const values = { ...constantsOf(stage), ...shape, 'sizeof(Elem)': elementBytes(stage, instance) };
    expect(evaluate(formulaOf(sourceOf(file), 'FLOP'), values)).toBe(instance.flops);
    expect(evaluate(formulaOf(sourceOf(file), 'Bytes'), values)).toBe(instance.bytes);
  });

  it('causal FLOP are those of the pairs that a query sees, counted one by one', () => {
    let pairs = 0;
    for (let query = 0; query < attention.seq; query++) pairs += Math.min(query + 1, seen.window);
    const [, prefill] = timed.find(([file]) => file === 'attention-prefill.wgsl') ?? [];
    expect(prefill?.flops).toBe(attention.batch * attention.heads * pairs * 4 * attention.headDim);
  });
});

const stages: [string, Stage, string[]][] = [
  ...timed
    .flatMap(([, { stages: own }]) => own)
    .map((stage): [string, Stage, string[]] => [stage.shader, stage, stage.bindings.map(({ type }) => type)]),
  ...[
    fillStage({ element: 'f32', length: 8, fill: { kind: 'poison' }, rotates: false }, 0),
    checkProductStage(4, 4, 'f32'),
    quantiseStage(2, 32, 'f32'),
  ].map((stage): [string, Stage, string[]] => [stage.shader, stage, stage.bindings.map(({ type }) => type)]),
];

describe('bindings', () => {
  it.each(stages)('%s: header, code and layout agree', (shader, { code }, types) => {
    const declared = [...code.matchAll(/^@group\(0\) @binding\((\d+)\) var<(storage, read|storage, read_write|uniform)> (\w+)/gm)].map(
      ([, index = '', space = '', name = '']) => ({ index: Number(index), space, name }),
    );
    const layout = { 'storage, read': 'read-only-storage', 'storage, read_write': 'storage', uniform: 'uniform' } as const;
    expect(declared.map(({ index }) => index)).toEqual(declared.map((_, index) => index));
    expect(declared.map(({ space }) => layout[space as keyof typeof layout])).toEqual(types);
    const words = { 'storage, read': 'storage read', 'storage, read_write': 'storage rw', uniform: 'uniform' } as const;
    const header = [...sourceOf(`${shader}.wgsl`).matchAll(/^\/\/ (?:Bindings {3}| {11}) *(\d+) (storage read|storage rw|uniform) +(\w+)/gm)].map(
      ([, index = '', space = '', name = '']) => ({ index: Number(index), space, name }),
    );
    expect(header).toEqual(declared.map(({ index, space, name }) => ({ index, space: words[space as keyof typeof words], name })));
  });

  it('every file is visited', () => {
    expect([...new Set(stages.map(([shader]) => `${shader}.wgsl`))].sort()).toEqual(files.sort());
  });
});

describe('constants', () => {
  it.each(stages)('%s: each constant of the prelude is named in the header', (shader, stage) => {
    const header = sourceOf(`${shader}.wgsl`)
      .split('\n')
      .filter((line) => line.startsWith('//'))
      .join('\n');
    for (const name of Object.keys(constantsOf(stage))) expect(header).toMatch(new RegExp(`\\b${name}\\b`));
  });
});

it('the table of the folder lists every file', () => {
  const table = readFileSync(new URL('README.md', folder), 'utf8');
  for (const file of files) expect(table).toContain(`](${file})`);
});
