/** A run when it is over: what this GPU would do for the visitor, its three ceilings, what to know about the run. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Ceilings, Run } from '../../run/run.ts';
import { formatQuantity } from '../../units/format.ts';
import { saveFile } from '../figures/frame/figure-export.ts';
import { ceilingQuantity, ceilingWords } from '../../run/ceilings.ts';
import { beliefOf } from '../../run/belief.ts';
import type { Health } from '../../estimate/own-gpu/health.ts';
import { beliefWords } from '../text/belief.ts';
import { healthWords } from '../text/health.ts';
import { badgesOf, badgeWords } from '../text/device.ts';

export interface ResultView {
  readonly run: Run;
  /** Whole models that it measured; nothing where it has none. */
  readonly models: TemplateResult | typeof nothing;
  readonly headline: TemplateResult | string;
  /** Whether its memory is as fast as its kind's; null where that says nothing. */
  readonly health: Health | null;
  readonly onAgain: () => void;
  readonly onThorough: () => void;
  readonly onShare: () => void;
}

export function resultView({ run, models, headline, health, onAgain, onThorough, onShare }: ResultView): TemplateResult {
  return html` ${beliefLine(run)} ${models}
    <p class="headline ${models === nothing ? '' : 'second'}">${headline}</p>
    ${ceilingList(run)} ${health === null ? nothing : html`<p class="health">${healthWords(health)}</p>`} ${badgeList(run)}
    <div class="actions">
      <button class="secondary" type="button" @click=${onShare}>Share</button>
      <button class="secondary" type="button" @click=${onAgain}>Run again</button>
      <button class="secondary" type="button" @click=${onThorough}>Run thoroughly</button>
    </div>
    <div class="more"><button class="plain" type="button" @click=${() => saveRun(run)}>Save this run with its samples, as JSON</button></div>
    ${leftList(run)}`;
}

/** The whole run, for `estimate --run` of the command line or to be read again with other statistics. */
function saveRun(run: Run): void {
  saveFile(`run-${run.when.slice(0, 10)}-${run.plan}.json`, new Blob([JSON.stringify(run, null, 1)], { type: 'application/json' }));
}

/** Ceilings that say what the GPU is; the others stand in the table of kernels. */
const shownCeilings: readonly (keyof Ceilings)[] = ['fmaF32', 'fmaF16', 'matrixF16', 'read', 'dispatch'];

export function ceilingList({ ceilings }: Pick<Run, 'ceilings'>): TemplateResult {
  return html`<dl class="ceilings">
    ${shownCeilings.map((name) => {
      const ceiling = ceilings[name];
      if (!ceiling) return nothing;
      const { value, unit, interval } = formatQuantity(ceilingQuantity(name, ceiling));
      return html`<dt>${ceilingWords[name].name}</dt>
        <dd>${value} ${unit} <small>${interval}</small></dd>`;
    })}
  </dl>`;
}

/** Before the figures, so that nobody takes one along that the run cannot bear. */
function beliefLine(run: Run): TemplateResult | typeof nothing {
  const words = beliefWords(beliefOf(run));
  return words === null
    ? nothing
    : html`<p class="badge-line belief">
        <span><b>${words.verdict}</b> ${words.words}</span>
      </p>`;
}

function badgeList(run: Run): TemplateResult | typeof nothing {
  const badges = badgesOf(run);
  if (badges.length === 0) return nothing;
  return html`<ul class="badges" aria-label="What to know about this run">
    ${badges.map((badge) => html`<li tabindex="0" title=${badgeWords[badge].meaning} aria-label="${badgeWords[badge].name}: ${badgeWords[badge].meaning}">${badgeWords[badge].name}</li>`)}
  </ul>`;
}

function leftList({ left, kernels }: Run): TemplateResult | typeof nothing {
  if (left.length === 0) return nothing;
  return html`<details class="left">
    <summary>${kernels.length} points measured, ${left.length} left out</summary>
    <ul>
      ${left.map(({ id, message }) => html`<li>${id}: ${message}</li>`)}
    </ul>
  </details>`;
}
