/** The map: a question on a small part of the world, its plan by the real solver, edits, switches, and the link that brings it back. */
import { afterEach, describe, expect, it } from 'vitest';
import { query } from '../../../src/index.ts';
import { PlacementView } from '../../../src/session/placement-view.ts';
import { exampleQuestions, openingQuestion } from '../../../src/ui/map/question/examples.ts';
import { newPage, placementPage } from '../../../src/ui/map/question/page.ts';
import type { AskedPlacement } from '../../../src/ui/map/question/asked.ts';
import type { LabApp } from '../../../src/ui/page/app.ts';
import { enter, expectAccessible, inside, insideAs, numberIn, pause, press, textOf, until } from '../mount.ts';
import { openLab } from '../open-lab.ts';

// An edit is written to the address a moment later, and the next test has an address of its own.
afterEach(() => pause(300));

const small: AskedPlacement = {
  workloads: [
    {
      id: 'Chat',
      kind: 'inference',
      scenario: { model: 'llama-3.1-8b' },
      users: [
        { place: 'DE', requestsPerSecond: 2 },
        { place: 'lagos', requestsPerSecond: 1 },
      ],
      roundTrip: 0.2,
    },
  ],
  sites: ['dt-munich', 'coreweave-falun', 'cassava-lagos'],
};

function searchOf(asked: AskedPlacement): string {
  const params = new URLSearchParams();
  query.flatten('placement', asked, params);
  return params.toString();
}

async function map(search: string, view?: PlacementView<AskedPlacement>): Promise<LabApp> {
  const app = await openLab('map', search, 'lab-world-figure', (session) => {
    if (view) newPage(session, view);
  });
  await until(
    () => insideAs(HTMLElement, inside(app, 'lab-world-figure'), 'lab-figure').shadowRoot?.querySelector('svg') instanceof SVGElement,
    'the land',
  );
  return app;
}

const plan = (app: LabApp): Element => inside(app, 'lab-plan-answer');
const viewOf = (app: LabApp) => placementPage(app.session).view;
const button = (host: Element, words: string): HTMLButtonElement => {
  const found = [...(host.shadowRoot?.querySelectorAll('button') ?? [])].find((each) => each.textContent.trim() === words);
  if (!found) throw new Error(`no button ${words}`);
  return found;
};
/** Whole, of the question on screen. What ends without a plan says how. */
const placed = (app: LabApp): Promise<void> =>
  until(
    () => {
      const { state, shown } = viewOf(app);
      if (state.kind === 'failed' || state.kind === 'refused' || state.kind === 'forbidden') throw new Error(JSON.stringify(state));
      return state.kind === 'finished' && JSON.stringify(shown?.of) === JSON.stringify(placementPage(app.session).question.current);
    },
    'the plan',
    100_000,
  );

describe('the map', () => {
  it('places on a press, draws the plan with its twin as a table, and answers edits and switches from then on', async () => {
    const app = await map(searchOf(small));
    expect(textOf(plan(app))).toContain('one workload for users in two places');
    expect(viewOf(app).asked).toBe(false);
    await expectAccessible(document);
    button(plan(app), 'Place').click();
    await placed(app);
    await pause(200);
    expect(inside(plan(app), '.hero strong').textContent).toMatch(/^\$[\d.,]+[kM]?$/);
    expect(textOf(inside(app, 'lab-reasons-figure'))).toContain('Not open, or not confirmed to run');
    expect(textOf(inside(app, 'lab-independence-figure'))).toContain('Maker of the chips');

    const figure = inside(inside(app, 'lab-world-figure'), 'lab-figure');
    const plot = inside(figure, '.plot');
    plot.focus();
    press('ArrowRight', plot);
    await pause(50);
    expect(textOf(inside(figure, '.readout'))).toMatch(/Munich|Falun/);
    press('Enter', plot);
    await pause(50);
    expect(textOf(inside(inside(app, 'lab-world-figure'), '.note'))).toContain('In the plan');
    button(figure, 'Table').click();
    await pause(50);
    expect(insideAs(HTMLTableElement, figure, 'table').querySelectorAll('tbody tr').length).toBeGreaterThan(100);
    await expectAccessible(document);

    // A switch re-solves, with the plan on screen until the next is whole; what it changed is said.
    const first = viewOf(app).shown;
    insideAs(HTMLInputElement, inside(app, 'lab-what-if-figure'), '#rent').click();
    await pause(20);
    expect(viewOf(app).shown).toBe(first);
    expect(placementPage(app.session).question.current.switches).toEqual({ rent: 2 });
    await placed(app);
    await pause(50);
    expect(textOf(plan(app))).toMatch(/Against the plan without switches: \+\$[\d.,]+k? a month, \+100 %/);
  });

  it('edits workloads in their cards, says what is wrong beside the field, and goes back', async () => {
    const app = await map(searchOf(small));
    const { question } = placementPage(app.session);
    const cards = inside(app, 'lab-workloads');
    button(cards, 'Edit').click();
    await pause(50);
    const place = insideAs(HTMLInputElement, [...(cards.shadowRoot?.querySelectorAll('.users lab-map-text') ?? [])][1] as Element, 'input');
    await enter(place, 'Lagoss');
    expect(place.getAttribute('aria-invalid')).toBe('true');
    expect(textOf(cards)).toContain('Did you mean Lagos');
    await expectAccessible(cards);
    await enter(place, 'Nairobi');
    expect(question.current.workloads[0]).toMatchObject({ users: [{ place: 'DE' }, { place: 'nairobi' }] });
    const limit = numberIn(cards, 'Round trip, at most ms');
    await enter(limit, '-3');
    expect(limit.getAttribute('aria-invalid')).toBe('true');
    await enter(limit, '90');
    expect(question.current.workloads[0]).toMatchObject({ roundTrip: 0.09 });
    button(cards, '+ Add a workload').click();
    await pause(20);
    expect(question.current.workloads).toHaveLength(2);
    press('u', document.body);
    press('u', document.body);
    expect(question.current.workloads[0]).toMatchObject({ roundTrip: 0.2, users: [{ place: 'DE' }, { place: 'nairobi' }] });
    press('U', document.body);
    expect(question.current.workloads[0]).toMatchObject({ roundTrip: 0.09 });
  });

  it('keeps six continents in its link: opened, changed, and read again', async () => {
    const six = exampleQuestions.find(({ id }) => id === 'six-continents')?.asks ?? openingQuestion;
    const app = await map(`v=1&${searchOf(six)}`);
    const { question } = placementPage(app.session);
    expect(question.current).toEqual(six);
    expect(textOf(plan(app))).toContain('users in ten places');
    const changed = { ...six, objective: 'gCO2e' as const };
    question.change(changed);
    await until(() => location.search.includes('placement.objective=gCO2e'), 'the address');
    expect(query.questionFromQuery(new URLSearchParams(location.search), 'placement')).toEqual(changed);
    question.change(openingQuestion);
    await until(() => !location.search.includes('placement.'), 'the bare address');
  });

  it('ends the thread at once on Cancel, and asks again on the next press', async () => {
    let ended = 0;
    const view = new PlacementView<AskedPlacement>(() => ({
      api: { place: () => new Promise(() => undefined), drop: () => undefined },
      end: () => {
        ended++;
      },
    }));
    const app = await map(searchOf(small), view);
    button(plan(app), 'Place').click();
    await until(() => view.state.kind === 'running', 'the thread');
    await pause(20);
    button(plan(app), 'Cancel').click();
    expect(ended).toBe(1);
    expect(view.state.kind).toBe('cancelled');
    await pause(20);
    button(plan(app), 'Place').click();
    await until(() => view.state.kind === 'running', 'the next thread');
  });

  it('says what forbids the solver, and how that is cured', async () => {
    const view = new PlacementView<AskedPlacement>(() => ({
      api: { place: () => Promise.resolve({ kind: 'forbidden' }), drop: () => undefined },
      end: () => undefined,
    }));
    const app = await map(searchOf(small), view);
    button(plan(app), 'Place').click();
    await until(() => view.state.kind === 'forbidden', 'the refusal');
    await pause(20);
    expect(textOf(plan(app))).toContain('This server does not let the solver run');
    await expectAccessible(plan(app));
  });
});
