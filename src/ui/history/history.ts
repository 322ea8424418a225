/** `<lab-history>`: earlier runs in this browser, to look at again or to clear. Nothing is drawn before there are two. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Run } from '../../run/run.ts';
import { sessionContext } from '../../session/context.ts';
import type { Session } from '../../session/session.ts';
import { formatRate } from '../../units/format.ts';
import { controlStyles } from '../tokens/control.styles.ts';
import { textStyles } from '../tokens/text.styles.ts';
import { adapterName } from '../words/device.ts';
import { historyStyles } from './history.styles.ts';

/** Shown at first; all are kept. */
const first = 6;

@customElement('lab-history')
export class LabHistory extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, historyStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const { runs } = this.session.history;
    return html`<details><summary>${runs.length === 0 ? 'Earlier runs in this browser: none yet' : `Earlier runs in this browser: ${runs.length}`}</summary>
      ${runs.length === 0 ? html`<p class="note">Finished runs are kept here, in this browser alone, and can be cleared.</p>` : this.table(runs)}</details>`;
  }

  private table(runs: readonly Run[]): TemplateResult {
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Earlier runs"><table>
        <thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Plan</th><th scope="col" class="numeric">f32 FMA</th><th scope="col" class="numeric">Stream read</th><th scope="col"><span class="hidden-visually">Show</span></th></tr></thead>
        <tbody>${runs.slice(0, first).map((run) => this.row(run))}</tbody></table></div>
      ${runs.length > first ? html`<p class="note">${runs.length - first} older ones are kept as well.</p>` : nothing}
      <button class="plain" type="button" @click=${() => void this.session.history.clear()}>Clear all</button>`;
  }

  private row(run: Run): TemplateResult {
    const { fmaF32, read } = run.ceilings;
    const when = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(run.when));
    return html`<tr><td>${when}</td><td>${adapterName(run.adapter)}</td><td>${run.plan}</td>
      <td class="numeric">${fmaF32 ? formatRate(fmaF32, 'FLOP/s').text : '–'}</td><td class="numeric">${read ? formatRate(read, 'B/s').text : '–'}</td>
      <td><button class="plain" type="button" @click=${() => void this.session.show(run)}>Show<span class="hidden-visually"> the run of ${when}</span></button></td></tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-history': LabHistory;
  }
}
