/** The engineer's journey: which fleet for 50 requests a second, how sure, what else, and what to do where nothing carries it. */
import { describe, expect, it } from 'vitest';
import { fleetViewOf, FleetView } from '../../../src/session/fleet-view.ts';
import { startFleetOnPage } from '../../../src/session/fleet-host.ts';
import { defaultScenario } from '../../../src/scenario/defaults.ts';
import type { LabApp } from '../../../src/ui/page/app.ts';
import { expectAccessible, inside, insideAs, pause, textOf, until } from '../mount.ts';
import { openLab } from '../open-lab.ts';

const choose = (search: string): Promise<LabApp> => openLab('choose', search, 'lab-fleet-answer');

const answer = (app: LabApp): Element => inside(app, 'lab-fleet-answer');
const settled = (app: LabApp): Promise<void> => until(() => fleetViewOf(app.session).state.kind === 'finished', 'the fleets', 100_000);
const button = (app: LabApp, words: string): HTMLElement => {
  const found = [...(answer(app).shadowRoot?.querySelectorAll('button') ?? [])].find((each) => each.textContent.trim() === words);
  if (!found) throw new Error(`no button ${words}`);
  return found;
};

const query =
  'v=1&model=llama-3.1-8b&requestsPerSecond=50&peakToMean=2&target.timePerOutputToken=0.03&target.timeToFirstToken=1&target.percentile=90';

describe('the page that chooses', () => {
  it('names a fleet for the load, how sure that is and what the others are', async () => {
    const app = await choose(query);
    expect(textOf(answer(app))).toContain('50 requests a second, twice that at the peak');
    await settled(app);
    await until(() => fleetViewOf(app.session).shown?.frontier !== null, 'cost against speed', 100_000);
    await pause(300);
    expect(inside(answer(app), '.hero strong').textContent).toMatch(/^\d+ \S+/);
    expect(textOf(answer(app))).toMatch(/\$[\d.]+k? a month.*Cheapest in .*draws/);
    expect(insideAs(HTMLTableElement, inside(app, 'lab-fleets-figure'), 'table').querySelectorAll('tbody tr').length).toBeGreaterThan(3);
    expect(inside(app, 'lab-frontier-figure').shadowRoot?.querySelector('lab-figure')).not.toBeNull();
    await expectAccessible(document);
  });

  it('keeps the last answer, dimmed, until the next is whole, and counts what may be used as an edit', async () => {
    const app = await choose(query);
    await settled(app);
    const words = inside(answer(app), '.hero strong').textContent;
    button(app, 'One spare replica').click();
    await until(() => fleetViewOf(app.session).state.kind === 'running', 'the next');
    await pause();
    expect(inside(answer(app), '.hero strong').textContent).toBe(words);
    expect(inside(answer(app), '[role=group]').getAttribute('aria-busy')).toBe('true');
    await settled(app);
    expect(app.session.scenario.current.spareReplicas).toBe(1);
    expect(fleetViewOf(app.session).shown?.of.spareReplicas).toBe(1);
    expect(textOf(answer(app))).toContain('idle');
  });

  it('says so where nothing carries the load, and offers what would help', async () => {
    const app = await choose('v=1&model=llama-3.1-8b&requestsPerSecond=50&target.timePerOutputToken=0.0000001');
    await settled(app);
    await pause(50);
    expect(textOf(answer(app))).toContain('Nothing carries this load');
    await expectAccessible(document);
    button(app, 'Drop the latency limit').click();
    await until(() => app.session.scenario.current.target === 'none', 'the edit');
  });

  it('says what of the scenario is of one chip alone, and offers a rate', async () => {
    const app = await choose('v=1&model=llama-3.1-8b&accelerators=4&concurrency=32');
    expect(textOf(answer(app))).toContain('the lab leaves out the number of accelerators of your scenario');
    button(app, 'Ask for 50 requests a second').click();
    await until(() => app.session.scenario.current.requestsPerSecond === 50, 'the edit');
  });
});

describe('fleets', () => {
  it('are worked out on the page where no worker starts, and a newer question drops the older', async () => {
    const view = new FleetView({
      worker: () => {
        throw new Error('blocked');
      },
      page: startFleetOnPage,
    });
    const older = view.ask({ ...defaultScenario, requestsPerSecond: 1, concurrency: null }, null, true, 'year');
    await pause(50);
    await view.ask({ ...defaultScenario, requestsPerSecond: 2, concurrency: null }, null, true, 'year');
    await older;
    expect(view.state.kind).toBe('finished');
    expect(view.shown?.of.requestsPerSecond).toBe(2);
  });
});
