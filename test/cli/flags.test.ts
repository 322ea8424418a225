import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/cli/errors.ts';
import { describeFlags, type FlagSpecs, type FlagValues, type OperandSpec, readWords, wholeNumber } from '../../src/cli/flags.ts';

const specs = {
  plan: { choices: ['quick', 'thorough'], describe: 'how much' },
  out: { value: 'FILE', describe: 'where to' },
  headed: { describe: 'show it' },
} as const;

const readFlags = <Specs extends FlagSpecs>(flags: Specs, words: readonly string[]): FlagValues<Specs> => readWords(flags, undefined, words).flags;

describe('flags', () => {
  test('reads values in both notations, and switches', () => {
    expect(readFlags(specs, ['--plan', 'thorough', '--out=run.json', '--headed'])).toEqual({ plan: 'thorough', out: 'run.json', headed: true });
  });

  test('what was not said is undefined, and a switch is off', () => {
    expect(readFlags(specs, [])).toEqual({ plan: undefined, out: undefined, headed: false });
  });

  test('a value may hold equals signs, and a lone dash', () => {
    expect(readFlags(specs, ['--out=a=b']).out).toBe('a=b');
    expect(readFlags(specs, ['--out', '-']).out).toBe('-');
  });

  test.each([
    [['--plam', 'quick'], 'no flag "--plam"; did you mean "--plan"?'],
    [['--qqqqqqqq'], 'no flag "--qqqqqqqq"; it takes --plan, --out, --headed'],
    [['--plan', 'slow'], '--plan is "slow"; expected quick or thorough'],
    [['--plan'], '--plan needs quick or thorough'],
    [['--out', '--headed'], '--out needs a value: FILE'],
    [['--out='], '--out needs a value: FILE'],
    [['--headed=yes'], '--headed takes no value'],
    [['--out', 'a', '--out', 'b'], '--out is given twice'],
    [['--plan=quick', '--plan', 'thorough'], '--plan is given twice'],
    [['run.json'], 'unexpected argument "run.json"'],
    [['-o', 'run.json'], 'unexpected argument "-o"'],
    [['-abc'], 'unexpected argument "-abc"'],
    [['--'], 'unexpected argument "--"'],
    [['--__proto__=1'], 'no flag "--__proto__"; it takes --plan, --out, --headed'],
    [['--constructor'], 'no flag "--constructor"; it takes --plan, --out, --headed'],
  ])('%j is refused: %s', (words, message) => {
    expect(() => readFlags(specs, words)).toThrow(new UsageError(message));
  });

  test('a command without flags says so', () => {
    expect(() => readFlags({}, ['--x'])).toThrow('no flag "--x"; this command takes none');
  });
});

test('describeFlags aligns and always offers help', () => {
  expect(describeFlags(specs).split('\n')).toEqual([
    '  --plan quick|thorough  how much',
    '  --out FILE             where to',
    '  --headed               show it',
    '  --help                 print this',
  ]);
});

describe('operands', () => {
  const what: OperandSpec = { value: 'WHAT', choices: ['models', 'sites'], least: 1, most: 2, describe: 'what to list' };

  test('stand anywhere among the flags, in their order', () => {
    expect(readWords(specs, what, ['models', '--out', 'a', 'sites', '--headed'])).toEqual({
      flags: { plan: undefined, out: 'a', headed: true },
      operands: ['models', 'sites'],
    });
  });

  test.each([
    [[], 'expected models or sites'],
    [['model'], 'no "model"; did you mean "models"?'],
    [['models', 'sites', 'models'], 'unexpected argument "models"'],
  ])('%j is refused: %s', (words, message) => {
    expect(() => readWords(specs, what, words)).toThrow(new UsageError(message));
  });

  test('stand first in the help', () => {
    expect(describeFlags({}, what)).toBe('  WHAT    what to list\n  --help  print this');
  });
});

describe('wholeNumber', () => {
  test('reads decimal digits within its bounds', () => {
    expect(['0', '8080', '65535', '007'].map((text) => wholeNumber('port', text, 0, 65535))).toEqual([0, 8080, 65535, 7]);
  });

  test.each([' ', '0x1f90', '8e3', '-1', '65536', '1.0', '+1', ' 80', '9'.repeat(400)])('"%s" is refused', (text) => {
    expect(() => wholeNumber('port', text, 0, 65535)).toThrow(new UsageError(`--port is "${text}"; expected 0 to 65535`));
  });
});
