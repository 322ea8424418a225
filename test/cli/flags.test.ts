import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/cli/errors.ts';
import { describeFlags, readFlags } from '../../src/cli/flags.ts';

const specs = {
  plan: { choices: ['quick', 'thorough'], describe: 'how much' },
  out: { value: 'FILE', describe: 'where to' },
  headed: { describe: 'show it' },
} as const;

describe('readFlags', () => {
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
    [['run.json'], 'unexpected argument "run.json"'],
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
