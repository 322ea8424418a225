import { describe, expect, it } from 'vitest';
import { answered, errorOf, prices } from './answered.ts';

const model = (id: string, after: string[], newTokens: number, outputTokens: number) => ({ id, kind: 'model', after, newTokens, outputTokens });
const tool = (id: string, after: string[], seconds: unknown, resultTokens = 0) => ({ id, kind: 'tool', after, seconds, resultTokens });
const check = (id: string, after: string[], pass: number, retryTo: string) => ({ id, kind: 'check', after, pass, retryTo });
const ask = (nodes: object[], task: object = {}, others: object = {}) => ({
  task: { systemTokens: 1000, steps: { nodes }, ...task },
  prices,
  ...others,
});

describe('a graph', () => {
  it('as a chain is the same task in steps', () => {
    const nodes = [
      model('a', [], 100, 30),
      tool('b', ['a'], 5, 100),
      model('c', ['b'], 0, 30),
      tool('d', ['c'], 5, 100),
      model('e', ['d'], 0, 30),
      tool('f', ['e'], 5),
    ];
    const steps = { steps: 3, systemTokens: 1000, newTokensPerStep: 100, outputTokensPerStep: 30, toolSeconds: 5, callSeconds: 2 };
    const [one, other] = [answered(ask(nodes, { callSeconds: 2 })), answered({ task: steps, prices })];
    expect(one).toEqual({ ...other, assumptions: one.assumptions });
  });

  it('joins: the prompt holds all branches, and the longest of them is read from the cache', () => {
    const nodes = [model('plan', [], 500, 100), model('x', ['plan'], 50, 200), model('y', ['plan'], 10, 400), model('join', ['x', 'y'], 5, 20)];
    // plan 1500; x 1650 reads 1500; y 1610 reads 1500; join 1500 + 100 + 250 + 410 + 5 = 2265 reads x’s 1650
    const { tokens, secondsPerTask, calls } = answered(ask(nodes, { callSeconds: 3 }, { roundTrip: 0.5 }));
    expect(tokens?.new.value).toBe(1500 + 150 + 110 + 615);
    expect(tokens?.cached.value).toBe(1500 + 1500 + 1650);
    expect(calls?.value).toBe(4);
    expect(secondsPerTask?.mean.value).toBeCloseTo(3 * 3.5, 12);
  });

  it('takes as long as its longest way', () => {
    const nodes = [
      model('a', [], 1, 1),
      tool('slow', ['a'], 60),
      tool('quick', ['a'], 1),
      model('b', ['quick'], 1, 1),
      model('end', ['slow', 'b'], 1, 1),
    ];
    const { secondsPerTask, shares } = answered(ask(nodes, { callSeconds: 10 }));
    expect(secondsPerTask?.mean.value).toBeCloseTo(10 + 60 + 10, 12);
    expect(shares.seconds?.tool).toBeCloseTo(60 / 80, 12);
  });

  it('a branch that waits too long loses its prompt, and another’s serves in its place', () => {
    // long’s prompt is the longest; at the join it is 400 s old, short’s is fresh.
    const nodes = [
      model('root', [], 0, 10),
      model('long', ['root'], 500, 10),
      tool('wait', ['long'], 400),
      tool('late', ['root'], 390),
      model('short', ['late'], 100, 10),
      model('join', ['wait', 'short'], 0, 10),
    ];
    const { tokens } = answered(ask(nodes, { callSeconds: 1 }));
    // root 1000 new; long 1510 reads 1000; short 1110 is new (390 s after root); join 1000+10+510+110 = 1630: long ended at 2, join starts at 402.
    expect(tokens?.new.value).toBe(1000 + 510 + 1110 + (1630 - 1110));
  });

  it('checks: all from retryTo runs again, prompts cached, 1 / pass times on average', () => {
    const nodes = [
      model('plan', [], 0, 50),
      model('write', ['plan'], 100, 200),
      tool('run', ['write'], 20, 300),
      check('tests', ['run'], 0.25, 'write'),
      model('end', ['tests'], 0, 10),
    ];
    const { tokens, calls, secondsPerTask } = answered(ask(nodes, { callSeconds: 2 }));
    // plan 1000; write 1150, four times; end 1000 + 50 + 300 + 300 = 1650 reads write’s 1150
    expect(tokens?.new.value).toBeCloseTo(1000 + 150 + 500, 9);
    expect(tokens?.cached.value).toBeCloseTo(1000 + 3 * 1150 + 1150, 9);
    expect(tokens?.output.value).toBeCloseTo(50 + 4 * 200 + 10, 9);
    expect(calls?.value).toBeCloseTo(6, 9);
    expect(secondsPerTask?.mean.value).toBeCloseTo(2 + 4 * (2 + 20) + 2, 9);
    // Played, the same within what 20,000 tasks scatter.
    const played = answered(ask(nodes, { callSeconds: { p50: 2, p90: 2.0001 } }), { tasks: 20_000 });
    expect(played.secondsPerTask?.p50.value).toBeWithinPercent(4 + 3 * 22, 0.1);
  });

  it('nested checks multiply', () => {
    const nodes = [model('a', [], 0, 10), model('b', ['a'], 0, 10), check('inner', ['b'], 0.5, 'b'), check('outer', ['inner'], 0.5, 'a')];
    const { calls, secondsPerTask } = answered(ask(nodes, { callSeconds: 1 }));
    expect(calls?.value).toBeCloseTo(2 + 4, 9);
    expect(secondsPerTask?.mean.value).toBeCloseTo(6, 9);
  });

  it('may stand as one step among others', () => {
    const steps = [{ newTokens: 10, outputTokens: 5 }, { nodes: [model('a', [], 1, 7), model('b', [], 2, 9)] }, { newTokens: 20, outputTokens: 5 }];
    const { tokens, calls } = answered({ task: { systemTokens: 100, steps }, prices });
    // 110; a 116 and b 117 read 110; then 110 + 5 + 8 + 11 + 20 = 154 reads b’s 117
    expect(tokens?.new.value).toBe(110 + 6 + 7 + 37);
    expect(tokens?.cached.value).toBe(110 + 110 + 117);
    expect(calls?.value).toBe(4);
  });
});

describe('a graph that is wrong', () => {
  const at = (nodes: object[], task: object = {}) => errorOf(ask(nodes, task));

  it.each([
    ['an id twice', [model('a', [], 1, 1), model('a', [], 1, 1)], 'inconsistent', 'task.steps.nodes.1.id'],
    ['an unknown node', [model('plan', [], 1, 1), model('b', ['plans'], 1, 1)], 'unknown-id', 'task.steps.nodes.1.after.0'],
    ['a cycle', [model('start', [], 1, 1), model('a', ['b'], 1, 1), model('b', ['a'], 1, 1)], 'inconsistent', 'task.steps.nodes.1.after'],
    ['a node after itself', [model('a', ['a'], 1, 1)], 'inconsistent', 'task.steps.nodes.0.after'],
    ['no model', [tool('a', [], 1)], 'inconsistent', 'task.steps.nodes'],
    ['an unknown retryTo', [model('a', [], 1, 1), check('c', ['a'], 0.5, 'b')], 'unknown-id', 'task.steps.nodes.1.retryTo'],
    [
      'a retryTo that is not before',
      [model('a', [], 1, 1), model('b', [], 1, 1), check('c', ['a'], 0.5, 'b')],
      'inconsistent',
      'task.steps.nodes.2.retryTo',
    ],
    [
      'loops that cross',
      [model('a', [], 1, 1), model('b', ['a'], 1, 1), check('c', ['b'], 0.5, 'a'), model('d', ['c'], 1, 1), check('e', ['d'], 0.5, 'b')],
      'inconsistent',
      'task.steps.nodes.4.retryTo',
    ],
    ['an unknown kind', [{ id: 'a', kind: 'modl' }], 'unknown-id', 'task.steps.nodes.0.kind'],
    ['no kind', [{ id: 'a' }], 'wrong-type', 'task.steps.nodes.0.kind'],
    ['a field of another kind', [{ ...model('a', [], 1, 1), seconds: 3 }], 'unknown-field', 'task.steps.nodes.0.seconds'],
    ['a pass of nothing', [model('a', [], 1, 1), check('c', ['a'], 0, 'a')], 'out-of-range', 'task.steps.nodes.1.pass'],
    ['a negative time', [model('a', [], 1, 1), tool('t', ['a'], -1)], 'out-of-range', 'task.steps.nodes.1.seconds'],
    ['a p90 below the median', [model('a', [], 1, 1), tool('t', ['a'], { p50: 2, p90: 1 })], 'inconsistent', 'task.steps.nodes.1.seconds.p90'],
    ['no output', [{ id: 'a', kind: 'model' }], 'wrong-type', 'task.steps.nodes.0.outputTokens'],
    ['no nodes', [], 'out-of-range', 'task.steps.nodes'],
  ])('%s', (_, nodes, code, path) => {
    expect(at(nodes)).toMatchObject({ code, path });
  });

  it('suggests the nearest id, and refuses repeats without end', () => {
    expect(at([model('plan', [], 1, 1), model('b', ['plans'], 1, 1)])?.suggestions).toEqual(['plan']);
    const nested = Array.from({ length: 4 }, (_, index) => check(`c${index}`, [index === 0 ? 'a' : `c${index - 1}`], 0.01, 'a'));
    expect(at([model('a', [], 1, 1), ...nested])).toMatchObject({ code: 'out-of-range', path: 'task.steps' });
  });

  it.each([
    ['newTokensPerStep', 5],
    ['outputTokensPerStep', 5],
    ['toolSeconds', 5],
    ['fanOut', 2],
  ])('%s beside nodes would be ignored', (key, value) => {
    expect(at([model('a', [], 1, 1)], { [key]: value })).toMatchObject({ code: 'inconsistent', path: `task.${key}` });
  });
});
