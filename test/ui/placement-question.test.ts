/** The question of the map: what an address may say, edits, and its words. */
import { describe, expect, test } from 'vitest';
import { query } from '../../src/index.ts';
import { parsePlacement } from '../../src/placement/request/parse.ts';
import { isServed, type AskedPlacement, type AskedWorkload } from '../../src/ui/map/question/asked.ts';
import {
  asKind,
  withLimits,
  withNewWorkload,
  withoutSwitches,
  withoutWorkload,
  withSwitches,
  withWorkload,
} from '../../src/ui/map/question/edits.ts';
import { exampleQuestions, openingQuestion } from '../../src/ui/map/question/examples.ts';
import { faultOf, readPlacement } from '../../src/ui/map/question/read.ts';
import { countriesNamed, placeNamed, unknownPlace } from '../../src/ui/map/workloads/place-names.ts';
import { whatIfs } from '../../src/ui/map/around/switches.ts';
import { limitsWords, questionWords, sitesWords, workloadLine } from '../../src/ui/text/placement-asked.ts';

/** By way of an address. */
function sent(asked: AskedPlacement): AskedPlacement {
  const params = new URLSearchParams();
  query.flatten('placement', asked, params);
  return readPlacement(query.questionFromQuery(new URLSearchParams(params.toString()), 'placement')).value;
}

describe('questions to begin with', () => {
  test.each(exampleQuestions.map((each) => [each.id, each] as const))('%s can be asked, and survives an address', (_, { asks }) => {
    expect(faultOf(asks)).toBeNull();
    expect(sent(asks)).toEqual(asks);
  });
});

describe('an address', () => {
  test('that says nothing asks the opening question', () => {
    expect(readPlacement(null)).toEqual({ value: openingQuestion, problems: [] });
  });

  test('with parts that are wrong loses those alone, and says so', () => {
    const [chat] = openingQuestion.workloads;
    const { value, problems } = readPlacement({
      workloads: [
        { ...chat, roundTrip: -1 },
        { id: 'x', kind: 'inference', scenario: { model: 'no-such' }, users: [{ place: 'DE', requestsPerSecond: 1 }] },
      ],
      objective: 'fun',
      switches: { rent: 2 },
    });
    const { roundTrip: _, ...rest } = chat as Extract<AskedWorkload, { users: unknown }>;
    expect(value).toEqual({ workloads: [rest], switches: { rent: 2 } });
    expect(problems).toHaveLength(3);
    expect(problems.join()).toContain('no-such');
  });

  test('with nothing that can be asked opens as if it had said nothing', () => {
    expect(readPlacement({ workloads: ['nonsense'] }).value).toBe(openingQuestion);
    expect(readPlacement({ workloads: 'nonsense', date: 3 }).value).toEqual(openingQuestion);
  });

  test('may name a workload with a number', () => {
    const named = { workloads: [{ ...openingQuestion.workloads[0], id: '7' }] } as AskedPlacement;
    expect(sent(named).workloads[0]?.id).toBe('7');
  });
});

describe('edits', () => {
  const tuning = exampleQuestions.find(({ id }) => id === 'tuning')?.asks ?? openingQuestion;

  test('a new name reaches the jobs that send to it, and a removed workload leaves them', () => {
    const [chat] = tuning.workloads as [AskedWorkload];
    const renamed = withWorkload(tuning, 0, { ...chat, id: 'Talk' });
    expect(renamed.workloads[1]).toMatchObject({ sendsTo: ['Talk'] });
    expect(faultOf(renamed)).toBeNull();
    expect(faultOf(withoutWorkload(renamed, 0))).toBeNull();
  });

  test('every kind of work becomes every other, and can be asked', () => {
    for (const workload of [...openingQuestion.workloads, ...tuning.workloads])
      for (const kind of ['inference', 'agent', 'fine-tune', 'pre-train'] as const) {
        const asked = { workloads: [asKind(workload, kind, { workloads: [workload] })] };
        expect(faultOf(asked)).toBeNull();
        expect(isServed(asked.workloads[0] as AskedWorkload)).toBe(kind === 'inference' || kind === 'agent');
      }
  });

  test('new workloads have names of their own', () => {
    const three = withNewWorkload(withNewWorkload(openingQuestion));
    expect(three.workloads.map(({ id }) => id)).toEqual(['Chat', 'Claims', 'Workload', 'Workload 2']);
    expect(faultOf(three)).toBeNull();
  });

  test('a switch that is turned and turned back leaves the question as it was', () => {
    for (const row of whatIfs(openingQuestion, null)) {
      expect(row.on).toBe(false);
      expect(parsePlacement(row.turned).ok).toBe(true);
      const back = whatIfs(row.turned, null).find(({ id }) => id === row.id);
      expect(back?.on).toBe(true);
      expect(back?.turned).toEqual(openingQuestion);
    }
    expect(withoutSwitches(withSwitches(openingQuestion, { rent: 2 }))).toEqual(openingQuestion);
    expect(withLimits(withLimits(openingQuestion, { sites: 3 }), { sites: null })).toEqual(openingQuestion);
  });
});

describe('places as people type them', () => {
  test.each([
    ['Lagos', 'lagos'],
    ['sao paulo', 'sao-paulo'],
    ['de', 'DE'],
    ['Germany', 'DE'],
    ['Singapore', 'SG'],
  ])('%s', (text, id) => expect(placeNamed(text)?.id.toLowerCase()).toBe(id.toLowerCase()));

  test('what is no place is said, with what it may have been', () => {
    expect(placeNamed('Lagoss')).toBeNull();
    expect(unknownPlace('Lagoss')).toContain('Lagos');
    expect(countriesNamed('Germany, FR')).toEqual({ codes: ['DE', 'FR'], unknown: null });
    expect(countriesNamed('Germany, Lagos').unknown).toBe('Lagos');
  });
});

describe('words', () => {
  test('of the sentence', () => {
    expect(questionWords(openingQuestion)).toBe('two workloads for users in six places');
    expect(sitesWords(openingQuestion)).toBe('sites that operate today');
    expect(limitsWords({ workloads: [], limits: { vendorShare: 0.6, sites: 3 } })).toBe('no vendor above 60 % and at most three sites');
    expect(limitsWords({ workloads: [], limits: { vendorShare: 1 } })).toBe('no limit on any one hand');
  });

  test('of a card', () => {
    expect(openingQuestion.workloads.map(workloadLine)).toEqual([
      'Llama 3.3 70B · 200 requests a second from five places · within 150\u00a0ms',
      'Qwen3 32B · 12 requests a second from Germany · stays in Germany · sovereignty for the EU: SEAL-1',
    ]);
  });
});
