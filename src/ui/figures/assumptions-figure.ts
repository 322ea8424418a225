/** `<lab-assumptions>`: what the answer rests on, each with its value, range, source and date. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { toCsv, toMarkdown, type TableTwin } from '../../charts/table-twin.ts';
import { assumptionsOf, type Assumption } from '../../estimate/assumptions.ts';
import { sessionContext } from '../../session/context.ts';
import type { Session } from '../../session/session.ts';
import { formatDate } from '../../units/format.ts';
import { copyText } from '../figure/take-away.ts';
import { controlStyles } from '../tokens/control.styles.ts';
import { textStyles } from '../tokens/text.styles.ts';
import { assumptionNumbers } from '../words/assumption.ts';

@customElement('lab-assumptions')
export class LabAssumptions extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, css`
    .head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--space-4); }
    .head h2 { margin-inline-end: auto; }
    .scroll { overflow-x: auto; margin-top: var(--space-3); }
    table { width: 100%; border-collapse: collapse; font-size: var(--type-note); }
    th, td { padding: 8px var(--space-5) 8px 0; text-align: start; vertical-align: baseline; border-bottom: 1px solid var(--line); }
    th { font-weight: 400; color: var(--quiet); font-size: var(--type-small); }
    th[scope='row'] { font-size: var(--type-note); color: var(--ink); }
    .numeric { text-align: end; white-space: nowrap; }
    .source { color: var(--quiet); font-size: var(--type-small); min-width: 16ch; max-width: 44ch; }
    .date { white-space: nowrap; color: var(--quiet); font-size: var(--type-small); }
    @media (max-width: 560px) {
      thead { display: none; }
      tr { display: grid; grid-template-columns: 1fr auto; gap: 0 var(--space-3); padding: 8px 0; border-bottom: 1px solid var(--line); }
      td, th[scope='row'] { padding: 0; border: 0; }
      .source, .date { grid-column: 1 / -1; }
    }
  `];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const list = assumptionsOf(this.session.estimate);
    const heading = `This answer rests on ${list.length} assumptions, none of them hidden`;
    return html`<div class="head"><h2>${heading}</h2>
        <button class="plain" type="button" @click=${(event: Event) => this.copy(event, toCsv(twin(list), this.provenance(heading)))}>CSV</button>
        <button class="plain" type="button" @click=${(event: Event) => this.copy(event, toMarkdown(twin(list), this.provenance(heading)))}>Markdown</button></div>
      <div class="scroll" tabindex="0" role="region" aria-label="Assumptions"><table>
        <thead><tr><th scope="col">Assumption</th><th scope="col" class="numeric">Value</th><th scope="col" class="numeric">Range</th><th scope="col">Source</th><th scope="col">Read</th></tr></thead>
        <tbody>${list.map((assumption) => row(assumption))}</tbody></table></div>`;
  }

  private provenance(title: string): { title: string; note: string; link: string } {
    return { title, note: `Model ${this.session.estimate.modelVersion}`, link: this.session.scenarioLink };
  }

  private async copy(event: Event, text: string): Promise<void> {
    const button = event.currentTarget as HTMLElement, before = button.textContent;
    button.textContent = (await copyText(text)) ? 'Copied' : 'Refused';
    setTimeout(() => (button.textContent = before), 2000);
  }
}

function row(assumption: Assumption): TemplateResult {
  const { value, range } = assumptionNumbers(assumption);
  return html`<tr><th scope="row">${assumption.text}</th><td class="numeric">${value}</td><td class="numeric">${range}</td>
    <td class="source">${assumption.link ? html`<a href=${assumption.link} rel="noreferrer">${assumption.source}</a>` : assumption.source}</td><td class="date">${assumption.date ? formatDate(assumption.date) : nothing}</td></tr>`;
}

const twin = (list: readonly Assumption[]): TableTwin => ({
  columns: [{ name: 'Assumption' }, { name: 'Value', numeric: true }, { name: 'Range', numeric: true }, { name: 'Source' }, { name: 'Read' }],
  rows: list.map((assumption) => {
    const { value, range } = assumptionNumbers(assumption);
    return [assumption.text, value, range, assumption.source, assumption.date ?? ''];
  }),
});

declare global {
  interface HTMLElementTagNameMap {
    'lab-assumptions': LabAssumptions;
  }
}
