/** `<lab-what-if-figure>`: what might change, each tried on its own for what it would cost, or switched on for the whole plan. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { bigMoney } from '../../text/fleet-words.ts';
import { differenceWords, perMonth } from '../../text/placement-words.ts';
import { withoutSwitches } from '../question/edits.ts';
import { placementPage } from '../question/page.ts';
import { aroundStyles } from './around.styles.ts';
import { whatIfs, type WhatIf } from './switches.ts';

@customElement('lab-what-if-figure')
export class LabWhatIfFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, aroundStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const { question, view } = placementPage(this.session);
    const asked = question.current;
    const base = view.known(withoutSwitches(asked)) ?? view.shown?.answer ?? null;
    const rows = whatIfs(asked, base);
    const off = rows.filter(({ on }) => !on);
    const untried = off.filter(({ turned }) => view.known(turned) === null);
    return html`<h2>What if</h2>
      <div class="switches">${rows.map((row) => this.row(row))}</div>
      <div class="tried">
        ${
          view.asked && untried.length > 0
            ? html`<button
                class="secondary"
                type="button"
                ?disabled=${view.state.kind === 'running'}
                @click=${() => void view.place(asked, [...(asked.switches ? [withoutSwitches(asked)] : []), ...off.map(({ turned }) => turned)])}
              >
                Try each
              </button>`
            : nothing
        }
        <span class="small quiet"
          >${view.shown === null ? 'A switch is part of the question, and of its link.' : 'Each beside the plan on screen, alone; a switch that is on is part of the question, and of its link.'}</span
        >
      </div>`;
  }

  private row({ id, words, on, turned }: WhatIf): TemplateResult {
    const { question, view } = placementPage(this.session);
    const now = view.known(question.current),
      other = view.known(turned);
    // Of a switch that is on, what it changes is seen from the plan without it.
    const difference = now && other ? (on ? differenceWords(now, other) : differenceWords(other, now)) : null;
    const tone = difference?.dearer === null || difference === null ? 'quiet' : difference.dearer ? 'up' : 'down';
    return html`<div class="switch">
      <label class="choice" for=${id}
        ><input type="checkbox" id=${id} .checked=${live(on)} @change=${() => question.change(turned)} /><span>${words}</span></label
      >
      <span class="worth"
        >${other && !on ? html`${bigMoney(perMonth(other.usdPerHour)).value} ` : nothing}${difference ? html`<span class=${tone}>${difference.text}</span>` : html`<span class="quiet">${on ? 'on' : '–'}</span>`}</span
      >
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-what-if-figure': LabWhatIfFigure;
  }
}
