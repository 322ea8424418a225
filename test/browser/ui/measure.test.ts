import { openDB } from 'idb';
import { afterEach, describe, expect, it } from 'vitest';
import { unavailable } from '../../../src/measure/gpu/reasons.ts';
import type { Progress, ReasonCode, RunOutcome } from '../../../src/run/run.ts';
import type { Measuring } from '../../../src/session/measuring.ts';
import { RunHistory } from '../../../src/session/run-history.ts';
import { Session } from '../../../src/session/session.ts';
import '../../../src/ui/page/app.ts';
import type { LabApp } from '../../../src/ui/page/app.ts';
import { measuringWith, run } from '../fake-run.ts';
import { enter, expectAccessible, focused, inside, insideAs, numberIn, openPage, pause, press, textOf, until } from '../mount.ts';

const before = location.href;
afterEach(() => history.replaceState(null, '', before));

const progress = (done: number): Progress => ({
  done,
  total: 14,
  id: `gemm/${done}`,
  words: 'matrix multiply 2048³, f32',
  phase: 'sample',
  rates: [8.7e12, 8.9e12, 9e12],
  rateUnit: 'FLOP/s',
  elapsed: done,
  remaining: 14 - done,
  finished: [],
});

async function page(measuring: Measuring, history = new RunHistory(`test-${crypto.randomUUID()}`)): Promise<LabApp> {
  const app = document.createElement('lab-app');
  app.session = new Session({ measuring, history });
  document.body.append(app);
  await until(() => ['idle', 'unavailable'].includes(measuring.state.kind), 'the probe');
  await until(() => app.shadowRoot?.querySelector('lab-cost-figure') !== null && app.session.costRows.length > 0, 'the figures');
  return app;
}

const column = (app: LabApp): HTMLElement => inside(app, 'lab-measure');

describe('a run on the page', () => {
  it('shows the kernel in words, its rate, how far and how long, and ends with Escape', async () => {
    let stop = (): void => undefined;
    const app = await page(
      measuringWith({
        run: async (_, onProgress) => {
          await onProgress(progress(9));
          return new Promise<RunOutcome>((resolve) => {
            stop = () => resolve({ kind: 'cancelled' });
          });
        },
        cancel: () => {
          stop();
          return Promise.resolve();
        },
      }),
    );
    inside(column(app), '.primary').click();
    await until(() => textOf(column(app)).includes('Matrix multiply 2048³, f32'), 'the kernel');
    expect(textOf(column(app))).toMatch(/8\.90 TFLOP\/s.*9 of 14 kernels · 9 s, about 5 s left/);
    expect(inside(column(app), '[role=progressbar]').getAttribute('aria-valuenow')).toBe('9');
    expect(inside(column(app), '[role=status]').textContent).toContain('9 of 14: matrix multiply');
    await expectAccessible(document);
    press('Escape', document.body);
    await until(() => textOf(column(app)).includes('Nothing was kept'), 'the cancel');
  });

  it('ends in a headline, three ceilings with intervals, and what to know about it', async () => {
    const app = await page(measuringWith());
    inside(column(app), '.primary').click();
    await until(() => /tokens a second/.test(textOf(column(app))), 'the headline');
    const text = textOf(column(app));
    expect(text).toMatch(/Llama 3\.1 8B at 4 bits ?: \d+ .* tokens a second/);
    for (const part of ['f32 FMA 11.0 TFLOP/s', 'stream read 360 GB/s', 'From one launch to the next 6.0 µs', 'coarse clock', '1 left out'])
      expect(text).toContain(part);
    await pause(200);
    await expectAccessible(document);
  });

  it('prices the visitor’s GPU only once they say which it is, and then as a row of the figure', async () => {
    const app = await page(measuringWith());
    inside(column(app), '.primary').click();
    await until(() => app.session.own.own !== null, 'the estimate');
    expect(app.session.own.own?.usdPerMillionOutputTokens).toBeNull();
    const figure = (): string => textOf(inside(app, 'lab-cost-figure'));
    await until(() => figure().includes('say above which one it is'), 'the note');
    const client = app.session.own.clients.find((gpu) => gpu.price !== null && gpu.power !== null && gpu.memorySizes.length > 0);
    app.session.own.name(client?.id ?? null);
    await until(() => figure().includes('Your GPU') && !figure().includes('say above'), 'the row');
  });

  it('tells programs everything, the link included', async () => {
    const app = await page(measuringWith());
    expect(window.inferenceCostLab).toMatchObject({ state: 'idle', result: null, error: null });
    await app.session.measure('quick');
    await until(() => window.inferenceCostLab?.state === 'finished', 'the result');
    expect(window.inferenceCostLab?.result?.link).toContain('#r=1.');
    expect(window.inferenceCostLab?.result?.run.kernels).toHaveLength(run.kernels.length);
  });
});

describe('earlier runs', () => {
  it('can be cleared, and come back whole when asked for', async () => {
    const app = await page(measuringWith());
    await app.session.history.add({ ...run, when: '2026-11-01T10:00:00.000Z' });
    await until(() => textOf(column(app)).includes('Last run 1 Nov 2026'), 'the earlier run');
    await openPage(app, 'measure');
    await until(() => app.shadowRoot?.querySelector('lab-history') !== null, 'the page');
    const list = inside(app, 'lab-history');
    insideAs(HTMLDetailsElement, list, 'details').open = true;
    inside(list, 'td button').click();
    await until(() => window.inferenceCostLab?.state === 'finished', 'the run and its link');
    expect(app.session.run?.when).toBe('2026-11-01T10:00:00.000Z');
    inside(list, '.clear').click();
    await until(() => app.session.history.runs.length === 0, 'the history to be empty');
  });
});

describe('a deleted run', () => {
  it('comes back with Undo, one or all of them, from memory and from the disk', async () => {
    const name = `test-${crypto.randomUUID()}`;
    const app = await page(measuringWith(), new RunHistory(name));
    const whens = ['2026-11-01T10:00:00.000Z', '2026-11-02T10:00:00.000Z'];
    for (const when of whens) await app.session.history.add({ ...run, when });
    await openPage(app, 'measure');
    await until(() => app.shadowRoot?.querySelector('lab-history') !== null, 'the page');
    const list = inside(app, 'lab-history');
    insideAs(HTMLDetailsElement, list, 'details').open = true;
    const stored = async (): Promise<readonly string[]> => {
      const fresh = new RunHistory(name);
      await fresh.ready;
      return fresh.runs.map(({ when }) => when);
    };
    inside(list, 'td button + button').click();
    await until(() => focused()?.textContent === 'Undo', 'the way back');
    expect(app.session.history.runs.map(({ when }) => when)).toEqual([whens[0]]);
    expect(await stored()).toEqual([whens[0]]);
    expect(textOf(list)).toMatch(/The run of 2 Nov 2026, .* was deleted\./);
    await expectAccessible(document);
    inside(list, '.undo').click();
    await until(() => app.session.history.runs.length === 2, 'the run');
    await until(() => list.shadowRoot?.querySelector('.undo') === null, 'the end of it');
    inside(list, '.clear').click();
    await until(() => focused()?.textContent === 'Undo', 'the way back');
    expect([app.session.history.runs, await stored()]).toEqual([[], []]);
    inside(list, '.undo').click();
    await until(() => app.session.history.runs.length === 2, 'the runs');
    await pause(50);
    expect(await stored()).toEqual([...whens].reverse());
  });
});

describe('the page of a run', () => {
  it('says what the run is worth, the health of a named GPU, and what a token costs at home, with words for wrong input', async () => {
    const app = await page(
      measuringWith({
        run: () =>
          Promise.resolve({ kind: 'finished', run: { ...run, kernels: run.kernels.map((kernel) => ({ ...kernel, badges: ['page-was-hidden'] })) } }),
      }),
    );
    await openPage(app, 'measure');
    await until(() => app.shadowRoot?.querySelector('lab-home-figure') !== null, 'the page');
    const home = inside(app, 'lab-home-figure');
    expect(textOf(home)).toContain('Once your GPU has been measured');
    await app.session.measure('quick');
    await until(() => textOf(column(app)).includes('Do not rely on this run: the tab was hidden'), 'the doubt');
    expect(textOf(column(app))).toContain('Say which GPU this is');
    await until(() => textOf(home).includes('give its watts'), 'what is missing');
    app.session.own.name('nvidia-rtx-3060');
    await until(() => textOf(column(app)).includes('of the 360 GB/s of RTX 3060'), 'the health');
    await until(() => textOf(home).includes('of electricity here; '), 'the cost at home');
    expect(textOf(home)).toContain('Groq');
    await enter(numberIn(home, 'Electricity, $/kWh'), '-1');
    expect(numberIn(home, 'Electricity, $/kWh').getAttribute('aria-invalid')).toBe('true');
    expect(textOf(home)).toContain('Expected a number from 0 to 10, or nothing.');
    await enter(numberIn(home, 'Electricity, $/kWh'), '0');
    await enter(numberIn(home, 'Purchase price, $'), '1461');
    await until(() => textOf(home).includes('more than this GPU makes: it does not pay'), 'what is out of reach');
    await enter(numberIn(home, 'Purchase price, $'), '15');
    await until(() => textOf(home).includes('come back in 4 years from about'), 'the way to pay');
    await enter(numberIn(home, 'Electricity, $/kWh'), '5');
    await until(() => textOf(home).includes('running it at home saves nothing'), 'the end of it');
    await pause(200);
    await expectAccessible(document);
  });
});

describe('stored runs that are none', () => {
  it('are counted in a quiet line, and can be cleared', async () => {
    const name = `test-${crypto.randomUUID()}`;
    const database = await openDB(name, 1, { upgrade: (made) => void made.createObjectStore('runs') });
    for (const [index, entry] of [null, { version: 1 }, { version: 1, when: 5 }].entries()) await database.put('runs', entry, index);
    database.close();
    const app = await page(measuringWith(), new RunHistory(name));
    await openPage(app, 'measure');
    await until(() => app.shadowRoot?.querySelector('lab-history') !== null, 'the page');
    const list = inside(app, 'lab-history');
    insideAs(HTMLDetailsElement, list, 'details').open = true;
    await until(() => textOf(list).includes('3 more stored entries are no runs'), 'the line');
    await expectAccessible(document);
    inside(list, '.clear').click();
    await until(() => !textOf(list).includes('stored entries'), 'the line to go');
  });
});

describe('another tab that measures', () => {
  it('is waited for, with a word and two ways out', async () => {
    const lock = crypto.randomUUID();
    let stop = (): void => undefined;
    await new Promise<void>((held) => {
      void navigator.locks.request(lock, () => {
        held();
        return new Promise<void>((resolve) => (stop = resolve));
      });
    });
    const app = await page(measuringWith({}, { lock }));
    inside(column(app), '.primary').click();
    await until(() => textOf(column(app)).includes('Another tab is measuring'), 'the word');
    expect(inside(column(app), '[role=status]').textContent).toContain('this run begins when that one is over');
    await expectAccessible(document);
    press('Escape', document.body);
    await until(() => textOf(column(app)).includes('Nothing was kept'), 'the cancel');
    inside(column(app), '.primary').click();
    await until(() => textOf(column(app)).includes('Start anyway'), 'the way out');
    inside(column(app), '.secondary').click();
    await until(() => app.session.run !== null, 'the run');
    stop();
  });
});

describe('a link with a result', () => {
  it('is somebody’s claim: scenario and result come back, and nothing says that they were measured here', async () => {
    const first = await page(measuringWith());
    first.session.scenario.change({ concurrency: 64 });
    // The first page writes its address once it is idle: later, it would overwrite the link of the second.
    await until(() => location.search.includes('concurrency=64'), 'the address');
    const link = new URL(await first.session.linkTo(run, { device: false }));
    first.remove();
    history.replaceState(null, '', `${location.pathname}${link.search}${link.hash}`);
    const app = await page(measuringWith());
    await until(() => app.shadowRoot?.querySelector('lab-claim') !== null, 'the claim');
    const claim = textOf(inside(app, 'lab-claim'));
    expect(claim).toContain('Somebody’s claim, not measured here');
    expect(claim).toContain('a GPU that they left out');
    expect(textOf(inside(app, 'lab-sentence'))).toContain('64 users at once');
    expect([app.session.run, app.session.shownRun?.kernels.length]).toEqual([null, run.kernels.length]);
    await openPage(app, 'measure');
    await until(() => app.shadowRoot?.querySelector('lab-transfer-figure') !== null, 'the page');
    await until(() => textOf(inside(app, 'lab-transfer-figure')).includes('claimed by a link'), 'the figures');
    expect(textOf(inside(app, 'lab-transfer-figure'))).toMatch(
      /By ratio of datasheets, for comparison only: .* a token for one person, where our estimate is .* misses the time per token by \d+ % at the median/,
    );
    await expectAccessible(document);
    inside(inside(app, 'lab-claim'), 'button').click();
    await until(() => app.session.run !== null, 'a run of one’s own');
    expect(app.session.claim).toBeNull();
  });
});

describe('where measuring cannot run', () => {
  const reasons: readonly ReasonCode[] = [
    'insecure-context',
    'no-api',
    'worker-no-api',
    'no-adapter',
    'software-adapter',
    'device-refused',
    'no-answer',
    'device-lost',
    'kernel-failed',
  ];
  it.each(reasons)('%s has a remedy, a text to copy, and a calculator that still answers', async (reason) => {
    const app = await page(measuringWith({ probe: () => Promise.resolve(unavailable(reason, 'technical text')) }));
    const { message, remedy } = unavailable(reason, '');
    // Nobody asks the browser before a run is near.
    expect(textOf(column(app))).not.toContain(message);
    column(app).dispatchEvent(new PointerEvent('pointerenter'));
    await until(() => textOf(column(app)).includes(message), 'the reason');
    expect(textOf(column(app))).toContain(remedy);
    expect(inside(column(app), 'pre').textContent).toContain('technical text');
    expect(inside(inside(app, 'lab-answer'), '.hero').textContent).toMatch(/\$\d/);
  });

  it('is accessible', async () => {
    await page(measuringWith({ probe: () => Promise.resolve(unavailable('no-api', 'technical text')) }));
    await pause(200);
    await expectAccessible(document);
  });
});
