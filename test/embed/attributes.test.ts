import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attributeNames, readAttributes, type GivenAttributes } from '../../src/embed/attributes.ts';
import { readFrameQuery, readMessage, settableNames } from '../../src/embed/frame-messages.ts';
import { labLink } from '../../src/embed/lab-address.ts';
import { figureNames } from '../../src/share/poster.ts';
import { elementSnippet, frameAddress, type Snippet } from '../../src/share/snippet.ts';

const lab = 'https://lab.example/';
const read = (given: GivenAttributes) => readAttributes(given, (text) => /^(#[\da-f]{3,8}|[a-z]+|oklch\(.*\))$/i.test(text), lab);

describe('attributes', () => {
  test('none at all is a poster of the lab’s own beginning', () => {
    expect(read({})).toEqual({
      scenario: '',
      figure: 'answer',
      heading: null,
      value: null,
      rows: [],
      theme: 'auto',
      accent: null,
      live: false,
      lab,
      problems: [],
    });
  });

  test.each([
    [{ figure: 'pie' }, 'figure: “pie” is none of answer, costs, time, fleet, frontier, measure; answer is shown'],
    [{ theme: 'sepia' }, 'theme: “sepia” is none of auto, light, dark; auto is shown'],
    [{ value: '0.42' }, 'value: it has 1 part and takes seven'],
    [{ value: '0.42|0.31|0.58|USD/Mtoken|prior|2026-11-28|2026.11-5', chart: 'H200|1' }, 'chart: row 1 is not of the form'],
    [{ chart: 'H200|0.42|0.31|0.58|prior|NVIDIA' }, 'chart: it has the unit of the number, and value says none'],
    [{ accent: 'red;} * { display: none' }, 'accent: it is no colour of CSS'],
    [{ accent: 'url(https://evil.example/)' }, 'accent: it is no colour of CSS'],
    [{ accent: 'var(--page)' }, 'accent: it is no colour of CSS'],
    [{ lab: 'javascript:alert(1)' }, 'lab: it is no address that begins with https://'],
    [{ scenario: 'x'.repeat(20_000) }, 'scenario: it is longer than 16384 characters'],
    [{ heading: 'long '.repeat(100) }, 'heading: it is longer than 200 characters and was cut'],
  ] as const)('%j: says what is wrong, once, and shows the rest', (given, words) => {
    const { problems } = read(given);
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining(words)]);
  });

  test('a heading may not turn what stands beside it around', () => {
    expect(read({ heading: 'costs \u202e04.0$\u0000' }).heading).toBe('costs 04.0$');
  });

  test('whatever they hold, a link leads to the lab and nothing throws', () => {
    const anything = fc.record(Object.fromEntries(attributeNames.map((name) => [name, fc.option(fc.string({ maxLength: 60 }))])));
    fc.assert(
      fc.property(anything, (given) => {
        const { scenario, figure, problems } = read({ ...given, lab: null });
        expect(new URL(labLink(lab, figure, scenario)).href.startsWith(lab)).toBe(true);
        for (const { message } of problems) expect(message.length).toBeLessThan(300);
      }),
    );
  });
});

const snippet: Snippet = {
  lab,
  scenario: 'v=1&model=llama-3.3-70b&accelerator=h200-sxm&concurrency=8',
  figure: 'costs',
  heading: '“B200” & <others>',
  value: { quantity: { value: 0.42, low: 0.31, high: 0.58, unit: 'USD/Mtoken', evidence: 'prior' }, date: '2026-11-28', modelVersion: '2026.11-5' },
  rows: [{ name: 'B200', value: 0.42, low: 0.31, high: 0.58, evidence: 'prior', vendor: 'NVIDIA', chosen: true }],
  theme: 'dark',
  accent: '#b5450b',
  live: true,
};
const carried = {
  scenario: snippet.scenario,
  figure: 'costs',
  heading: snippet.heading,
  value: snippet.value,
  rows: snippet.rows,
  theme: 'dark',
  accent: '#b5450b',
  live: true,
  problems: [],
};

describe('what the builder of snippets writes', () => {
  test('an element reads', () => {
    const attributes = Array.from(elementSnippet(snippet).matchAll(/\n {2}([a-z]+)(?:="([^"]*)")?/g), ([, name = '', value = '']) => [
      name,
      value.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
    ]);
    expect(read(Object.fromEntries(attributes) as GivenAttributes)).toMatchObject(carried);
  });

  test('a frame reads', () => {
    expect(read(readFrameQuery(new URL(frameAddress(snippet)).searchParams).settings)).toMatchObject(carried);
  });
});

describe('messages to a frame', () => {
  test.each([null, 3, 'inference-cost-lab', [], {}, { type: 'webpackOk' }, Object.create({ type: 'inference-cost-lab' })])(
    '%j is somebody else’s',
    (data) => {
      expect(readMessage(data)).toEqual({ kind: 'not-ours' });
    },
  );

  test.each([
    [{}, 'its event is not'],
    [{ event: 'lab-result' }, 'its event is not'],
    [{ event: 'lab-set', lab: 'https://evil.example/' }, 'and nothing else'],
    [{ event: 'lab-set', onclick: 'alert(1)' }, 'and nothing else'],
    [{ event: 'lab-set', figure: { toString: 'answer' } }, 'neither text nor null'],
    [{ event: 'lab-set', live: 'yes' }, 'not true or false'],
    [{ event: 'lab-set', scenario: 'x'.repeat(20_000) }, 'longer than'],
  ])('%j is refused in words', (rest, words) => {
    expect(readMessage({ type: 'inference-cost-lab', ...rest })).toMatchObject({ kind: 'wrong', message: expect.stringContaining(words) as string });
  });

  test('one of the right shape sets attributes', () => {
    expect(readMessage({ type: 'inference-cost-lab', event: 'lab-set', figure: 'time', heading: null, live: true })).toEqual({
      kind: 'set',
      settings: { figure: 'time', heading: null, live: '' },
    });
  });

  test('whatever comes, nothing throws and nothing but attributes is set', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.object().map((rest) => ({ ...rest, type: 'inference-cost-lab', event: 'lab-set' })),
        ),
        (data) => {
          const message = readMessage(data);
          if (message.kind === 'set') for (const name of Object.keys(message.settings)) expect(settableNames).toContain(name);
        },
      ),
    );
  });

  test('a frame’s address names the one page that it talks to, if any', () => {
    const origin = (query: string): string | null => readFrameQuery(new URLSearchParams(query)).origin;
    expect(origin('figure=time')).toBe(null);
    expect(origin('origin=https://blog.example/post')).toBe('https://blog.example');
    expect(origin('origin=javascript:alert(1)')).toBe(null);
    expect(readFrameQuery(new URLSearchParams('lab=https://evil.example&model=x')).settings).toEqual({ scenario: 'model=x' });
  });

  test('every figure has a link', () => {
    for (const figure of figureNames) expect(labLink(lab, figure, 'model=x')).toMatch(/^https:\/\/lab\.example\/.*\?model=x/);
  });
});
