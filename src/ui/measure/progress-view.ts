/** A run while it lasts: the kernel in words, its samples as dots with their running median, how far, how long, and the way out. */
import { html, nothing, type TemplateResult } from 'lit';
import { median, samplesStrip } from '../../charts/samples-strip.ts';
import type { Progress } from '../../run/run.ts';
import { formatDuration, formatRate } from '../../units/format.ts';
import { painted } from '../style/painted.ts';
import { familyLines } from '../text/kernels.ts';
import { capital } from '../text/capital.ts';

/** Pixels; the narrowest column that holds it, at 1180 and on a phone of 375. */
const strip = { width: 336, height: 64 };

const phases: Readonly<Record<Progress['phase'], string>> = {
  compile: 'compiling',
  check: 'checking against float64',
  'warm-up': 'warming up',
  sample: 'sampling',
  paused: 'waiting for the page to be seen',
  finished: 'done',
};

export interface ProgressView {
  readonly progress: Progress | null;
  readonly stopping: boolean;
  readonly onCancel: () => void;
}

/** Another tab measures: what that means, and both ways out of the wait. */
export function waitingView({ onAnyway, onCancel }: { readonly onAnyway: () => void; readonly onCancel: () => void }): TemplateResult {
  return html`<p class="kernel">Another tab is measuring</p>
    <p class="remedy">Two runs at once share one GPU, and both come out too slow. This one begins by itself when the other is over.</p>
    <div class="actions">
      <button class="secondary" type="button" @click=${onAnyway}>Start anyway</button>
      <button class="plain" type="button" @click=${onCancel}><span>Cancel</span><kbd>Esc</kbd></button>
    </div>`;
}

export function progressView({ progress, stopping, onCancel }: ProgressView): TemplateResult {
  const share = progress ? progress.done / Math.max(1, progress.total) : 0;
  return html` <p class="kernel">${progress ? capital(progress.words) : 'Getting the GPU ready'}</p>
    <div class="strip">
      ${progress && progress.rates.length > 0 ? samplesStrip(progress.rates, strip.width, strip.height, `${progress.rates.length} samples of ${progress.words}`) : nothing}
    </div>
    <p class="rate"><span>${progress ? phases[progress.phase] : ''}</span>${rate(progress)}</p>
    <div
      class="bar"
      role="progressbar"
      aria-label="Kernels measured"
      aria-valuemin="0"
      aria-valuemax=${progress?.total ?? 1}
      aria-valuenow=${progress?.done ?? 0}
      aria-valuetext=${spoken(progress)}
    >
      <div class="fill" ${painted({ transform: `scaleX(${share})` })}></div>
      <div class="ticks" ${painted({ '--kernels': String(progress?.total ?? 1) })}></div>
    </div>
    <div class="row">
      <span>${progress ? `${progress.done} of ${progress.total} kernels · ${time(progress)}` : ''}</span>
      <button class="plain" type="button" ?disabled=${stopping} @click=${onCancel}>
        ${stopping ? 'Stopping' : html`<span>Cancel</span><kbd>Esc</kbd>`}
      </button>
    </div>
    ${soFar(progress)}`;
}

/** Best rates until now, so that there is a number on the screen within seconds. */
function soFar(progress: Progress | null): TemplateResult | typeof nothing {
  const lines = familyLines(progress?.finished ?? []);
  return lines.length === 0
    ? nothing
    : html`<dl class="ceilings so-far" aria-label="Best so far">
        ${lines.map(
          ({ name, rate }) =>
            html`<dt>${name}</dt>
              <dd>${rate}</dd>`,
        )}
      </dl>`;
}

function rate(progress: Progress | null): TemplateResult | typeof nothing {
  if (!progress || progress.rates.length === 0) return nothing;
  const middle = median(progress.rates);
  const { text } = progress.rateUnit === 's' ? formatDuration(middle) : formatRate(middle, progress.rateUnit);
  return html`<span>median of ${progress.rates.length} <b>${text}</b></span>`;
}
const whole = (seconds: number): string => (seconds < 100 ? `${Math.round(seconds)} s` : formatDuration(seconds).text);
const time = ({ elapsed, remaining }: Progress): string => `${whole(elapsed)}${remaining > 0.5 ? `, about ${whole(remaining)} left` : ''}`;
const spoken = (progress: Progress | null): string => (progress ? `${progress.done} of ${progress.total} kernels` : 'starting');
