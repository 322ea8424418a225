/**
 * `<lab-assumptions>`: what the answer rests on, each with its value, range, source and date, and the way to change it.
 *
 * @event lab-all-choices - the visitor wants to change one
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TableTwin } from '../../../charts/table-twin.ts';
import { explain } from '../../../estimate/views/why/explain.ts';
import type { CitedFact, Why } from '../../../estimate/views/why/why.ts';
import { defaultScenario } from '../../../scenario/defaults.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { ChangeEvent } from '../../form/choices/change-event.ts';
import '../frame/take.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { choiceName } from '../../text/choice-names.ts';
import { assumptionNumbers, sourceLines } from '../../text/assumption.ts';
import { assumptionsStyles } from './assumptions-figure.styles.ts';
import { originOf } from './origin-of.ts';
import { sourceCell } from './source-cell.ts';

const assumptionsAbout = 'What one answer rests on, each with its value, its range where it has one, and where it was read.';

@customElement('lab-assumptions')
export class LabAssumptions extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, assumptionsStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const { scenario, calibration } = this.session;
    const list = groundsOf(explain(scenario.current, { calibration }).why);
    const changed = new Set(scenario.changes.map(({ key }) => key));
    const heading =
      list.length === 0 ? 'Nothing is assumed where nothing is known' : `This answer rests on ${list.length} assumptions, and here is each of them`;
    return html`<div class="head">
        <h2>${heading}</h2>
        <lab-take
          .of=${{ table: { title: heading, about: assumptionsAbout, origin: originOf(this.session, 'assumptions'), ...twin(list) }, embed: null, picture: null }}
        ></lab-take>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label="Assumptions">
        <table>
          <thead>
            <tr>
              <th scope="col">Assumption</th>
              <th scope="col">Value</th>
              <th scope="col">Range</th>
              <th scope="col">Source</th>
              <th scope="col"><span class="hidden-visually">Change</span></th>
            </tr>
          </thead>
          <tbody>
            ${list.map((assumption) => this.row(assumption, assumption.key !== null && changed.has(assumption.key)))}
          </tbody>
        </table>
      </div>`;
  }

  private row(assumption: CitedFact, changed: boolean): TemplateResult {
    const { value, range } = assumptionNumbers(assumption);
    return html`<tr>
      <th scope="row">${assumption.words}</th>
      <td class="value">${value}</td>
      <td class="range">${range}</td>
      <td class="source">${sourceCell(assumption)}</td>
      <td class="change">${assumption.key === null ? nothing : this.ways(assumption.key, changed)}</td>
    </tr>`;
  }

  private ways(key: keyof Scenario, changed: boolean): TemplateResult {
    return html`<button
        class="plain"
        type="button"
        @click=${() => this.dispatchEvent(new CustomEvent('lab-all-choices', { bubbles: true, composed: true }))}
      >
        Change<span class="hidden-visually"> ${choiceName(key)}</span>
      </button>
      ${changed ? html`<button class="plain" type="button" @click=${() => this.dispatchEvent(new ChangeEvent({ [key]: defaultScenario[key] }))}>Reset<span class="hidden-visually"> ${choiceName(key)}</span></button>` : nothing}`;
  }
}

/** Every assumption, then the facts of the accelerator and the place: those of the model and of the engines are under a number's own "why". */
function groundsOf(why: Why | null): readonly CitedFact[] {
  if (why === null) return [];
  return [...Object.values(why.assumptions), ...Object.values(why.facts).filter(({ id }) => /^(accelerators|energy|carbon)\//.test(id))];
}

const twin = (list: readonly CitedFact[]): TableTwin => ({
  columns: [
    { key: 'assumption', title: 'Assumption' },
    { key: 'value', title: 'Value' },
    { key: 'low', title: 'Low' },
    { key: 'high', title: 'High' },
    { key: 'unit', title: 'Unit' },
    { key: 'sources', title: 'Sources' },
    { key: 'addresses', title: 'Addresses of sources' },
    { key: 'read', title: 'Read' },
    { key: 'key', title: 'Key of the scenario' },
  ],
  rows: list.map((assumption) => {
    const lines = sourceLines(assumption),
      { words, value, low, high, unit, date, key } = assumption;
    return {
      assumption: words,
      value,
      low: low ?? null,
      high: high ?? null,
      unit,
      sources: lines.map(({ title }) => title).join('; '),
      addresses: lines
        .map(({ url }) => url ?? '')
        .join(' ')
        .trim(),
      read: date,
      key,
    };
  }),
});

declare global {
  interface HTMLElementTagNameMap {
    'lab-assumptions': LabAssumptions;
  }
}
