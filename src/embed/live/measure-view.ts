/**
 * Measuring this GPU inside a figure. It begins only with a press; all figures of a page share one run, since they would
 * share the GPU. Nothing of a run leaves the page but the one rate that the figure shows.
 */
import { calibrate, modelChecks, ownGpu, type Scenario } from '../../index.ts';
import { Measuring } from '../../session/measuring.ts';
import { watchSignals } from '../../session/watch.ts';
import type { Progress, Run } from '../../run/run.ts';
import { formatDuration, formatQuantity } from '../../units/format.ts';
import { ceilingQuantity, ceilingWords } from '../../run/ceilings.ts';
import { adapterName, badgesOf, badgeWords } from '../../ui/text/device.ts';
import { anchorOf, headlineOf } from '../../ui/text/headline.ts';
import { modelsInOrder, modelTitle, tokenRate } from '../../ui/text/models.ts';
import { button, h } from '../dom.ts';
import type { Found } from './figure.ts';
import { embeddedHosts } from './measure-host.ts';

export interface MeasureListener {
  readonly scenario: () => Scenario | null;
  readonly shown: (found: Found) => void;
  readonly result: (found: Found) => void;
  /** In words. */
  readonly failed: (message: string) => void;
}

/** One for the page. */
const measuring = new Measuring(embeddedHosts);

const nothingYet: Found = {
  heading: 'What your GPU can do',
  quantity: null,
  words: 'About fifteen seconds of work for your GPU',
  body: [
    h(
      'p',
      { class: 'note' },
      'Small programs time its memory and its arithmetic in this page. Nothing is sent to anybody, and nothing starts before you press.',
    ),
  ],
};

export class MeasureView {
  readonly #listener: MeasureListener;
  #stop: (() => void) | null = null;

  constructor(listener: MeasureListener) {
    this.#listener = listener;
  }

  /** What stands there now, without starting anything. */
  found(): Found {
    const { state } = measuring;
    return state.kind === 'finished' ? this.#finished(state.run) : nothingYet;
  }

  start(): void {
    this.#stop ??= watchSignals(() => this.#draw());
    void measuring.start('quick').then((run) => {
      if (run) this.#listener.result(this.#finished(run));
    });
  }

  end(): void {
    this.#stop?.();
    this.#stop = null;
  }

  #draw(): void {
    const { state, place } = measuring;
    if (state.kind === 'running') this.#listener.shown(this.#running(state.progress, state.waiting, state.stopping));
    else if (state.kind === 'finished') this.#listener.shown(this.#finished(state.run));
    else if (state.kind === 'cancelled') this.#listener.shown({ ...nothingYet, words: 'Stopped before it had a result' });
    else if (state.kind === 'unavailable') {
      const { message, remedy } = state.unavailable;
      this.#listener.shown({ ...nothingYet, words: 'This browser could not measure', body: [h('p', { class: 'note' }, `${message} ${remedy}`)] });
      this.#listener.failed(`${message} (on the ${place})`);
    }
  }

  #running(progress: Progress | null, waiting: boolean, stopping: boolean): Found {
    const done = progress?.done ?? 0,
      total = Math.max(1, progress?.total ?? 1);
    const bar = h('progress', { max: total, value: done, 'aria-label': 'Kernels measured' });
    const left = progress && progress.remaining > 0.5 ? `, about ${formatDuration(Math.round(progress.remaining)).text} left` : '';
    const cancel = button(stopping ? 'Stopping' : 'Cancel', 'secondary', () => measuring.cancel());
    cancel.disabled = stopping;
    return {
      heading: 'Measuring your GPU',
      quantity: null,
      words: waiting ? 'Another tab is measuring; this one waits for it' : (progress?.words ?? 'Getting the GPU ready'),
      body: [h('p', { class: 'run' }, bar, h('span', {}, `${done} of ${total} kernels${left}`), cancel)],
    };
  }

  #finished(run: Run): Found {
    const scenario = this.#listener.scenario();
    const calibration = calibrate(run);
    const own = scenario && ownGpu(calibration, scenario, null);
    const body = [ceilings(run), badges(run)];
    const software = run.adapter.fallback ? ', on the processor' : '';
    const [whole] = modelsInOrder(modelChecks(run));
    if (whole && whole.step.phase === 'decode' && whole.step.batch === 1) {
      const rate = tokenRate(whole);
      return {
        heading: `${adapterName(run.adapter)} writes, with ${modelTitle(whole.step)}${software}, ${anchorOf(rate.low, rate.high)}`,
        quantity: rate,
        words: null,
        body,
      };
    }
    if (!own)
      return { heading: adapterName(run.adapter), quantity: null, words: 'Measured; the run lacks the kernels that a token’s time is made of', body };
    const { subject, anchor } = headlineOf(own);
    return {
      heading: `${adapterName(run.adapter)} would write, with ${subject}${software}, ${anchor}`,
      quantity: own.tokensPerSecond,
      words: null,
      body,
    };
  }
}

function ceilings({ ceilings }: Run): Node {
  const shown = (['fmaF32', 'fmaF16', 'read', 'dispatch'] as const).flatMap((name) => {
    const ceiling = ceilings[name];
    if (!ceiling) return [];
    const { value, unit, interval } = formatQuantity(ceilingQuantity(name, ceiling));
    return [h('div', {}, h('dt', {}, ceilingWords[name].name), h('dd', {}, `${value} ${unit}`, h('small', {}, ` ${interval}`)))];
  });
  return h('dl', { class: 'facts' }, ...shown);
}

function badges(run: Run): Node {
  return h(
    'p',
    { class: 'note' },
    badgesOf(run)
      .map((badge) => `${badgeWords[badge].name}: ${badgeWords[badge].meaning}`)
      .join('. '),
  );
}
