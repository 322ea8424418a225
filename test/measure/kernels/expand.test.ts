import { describe, expect, it } from 'vitest';
import { expand } from '../../../src/measure/kernels/wgsl/preprocess.ts';

const none = { enable: [], alias: {}, constants: {} };
const body = (source: string, constants = {}): string => expand('x.wgsl', source, { ...none, constants }).trim();

describe('expand', () => {
  it('puts what the variant uses before the shader, and nothing else', () => {
    expect(expand('x.wgsl', 'fn f() {}', { enable: ['f16'], alias: { Elem: 'f16' }, constants: { BM: 64, GUARDED: true } })).toBe(
      'enable f16;\nalias Elem = f16;\nconst BM: u32 = 64u;\nfn f() {}\n',
    );
    expect(body('fn f() {}')).toBe('fn f() {}');
  });

  it('puts a shared part in its place, directives and all, and names one that is not there', () => {
    const constants = { ROWS: 1, BATCH: 1, SUBGROUPS: false };
    const expanded = body('before\n  // @include sum-rows\nafter', constants);
    expect(expanded).toMatch(/^const ROWS[^]*before\n[^]*partial\[\(0u \* ROWS \+ 0u\) \* SLOTS \+ local\] = sum0_0;[^]*let slots = 1u;\nafter$/);
    expect(expanded).not.toContain('subgroupAdd');
    expect(() => body('// @include nothing\n')).toThrow('x.wgsl: no part "nothing"');
  });

  it('unrolls with the index in names and numbers, nested, with bounds from constants', () => {
    const source = ['// @unroll i 0 TM', '// @unroll j 1 3', 'c$i_$j = $iu;', '// @end', '// @end'].join('\n');
    expect(body(source, { TM: 2 }).split('\n').slice(1)).toEqual(['c0_1 = 0u;', 'c0_2 = 0u;', 'c1_1 = 1u;', 'c1_2 = 1u;']);
  });

  it('unrolls nothing from an empty range', () => {
    expect(body('a\n// @unroll i 2 2\nb\n// @end\nc')).toBe('a\nc');
  });

  it('takes one branch', () => {
    const source = '// @if VECTOR\nfour\n// @else\none\n// @end';
    expect(body(source, { VECTOR: true })).toBe('four');
    expect(body(source, { VECTOR: false })).toBe('one');
    expect(body('// @if VECTOR\nfour\n// @end', { VECTOR: false })).toBe('');
  });

  it.each([
    ['// @end', 'x.wgsl:1: "@end" without a directive'],
    ['// @else', 'x.wgsl:1: "@else" without "@if"'],
    ['\n// @unroll i 0 2\nline', 'x.wgsl:2: "@unroll" is never ended'],
    ['// @unroll i 0 MISSING\n// @end', 'x.wgsl:1: expected a whole number or a constant, not "MISSING"'],
    ['// @unroll index 0 2\n// @end', 'one-letter index'],
    ['// @if 3\n// @end', 'expected "@if NAME" with a truth value'],
    ['// @loop i', 'unknown directive "@loop"'],
  ])('names the line of a malformed directive: %s', (source, message) => {
    expect(() => body(source)).toThrow(message);
  });
});
