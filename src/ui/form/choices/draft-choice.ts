/** `<lab-draft-choice>`: how many tokens are drafted ahead, how many of them are kept, and what drafts them. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { model as modelById } from '../../../catalogue/models.ts';
import { draftsFor } from '../../../scenario/draft.ts';
import { ownHeads, type Scenario, type Speculative } from '../../../scenario/scenario.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { ChangeEvent } from './change-event.ts';
import { choicesStyles } from './choices.styles.ts';
import { numberField } from './number-field.ts';
import { radioList, type RadioChoice } from './radio-list.ts';

/** Where nobody measured it: what published speed-ups mean. */
const usualAcceptance = 0.6;
/** The smallest few: a larger draft rarely pays. */
const offered = 3;

@customElement('lab-draft-choice')
export class LabDraftChoice extends LitElement {
  static override styles = [textStyles, controlStyles, choicesStyles];

  @property({ attribute: false }) scenario!: Scenario;

  protected override render(): TemplateResult {
    const { speculative } = this.scenario;
    const choices = draftChoices(this.scenario);
    const draft = speculative?.draft ?? choices[0]?.id;
    if (draft === undefined)
      return html`<p class="quiet small">
        Nothing is known to draft for this model: it brings no layers of prediction, and no smaller model of the catalogue has its vocabulary.
      </p>`;
    const sets = (patch: Partial<Speculative>): void => this.change({ draftTokens: 1, acceptance: usualAcceptance, draft, ...speculative, ...patch });
    return html`<div class="stack">
      <div class="pair">
        ${numberField({ label: 'Draft tokens', whole: true, value: speculative?.draftTokens ?? null, min: 1, max: 64, mayBeEmpty: true, placeholder: 'none', onValue: (value) => (value === null ? this.change(null) : sets({ draftTokens: value })) })}
        ${numberField({ label: 'Accepted, %', value: speculative ? speculative.acceptance * 100 : null, min: 0, max: 100, mayBeEmpty: true, placeholder: '–', fault: (value) => (value === null || speculative ? null : 'Only drafts are accepted: say first how many tokens are drafted.'), onValue: (value) => speculative && sets({ acceptance: value === null ? usualAcceptance : value / 100 }) })}
      </div>
      ${speculative ? radioList('Drafted by', choices, draft, (id) => sets({ draft: id })) : nothing}
    </div>`;
  }

  private change(speculative: Speculative | null): void {
    this.dispatchEvent(new ChangeEvent({ speculative }));
  }
}

function draftChoices({ model, speculative }: Scenario): readonly RadioChoice[] {
  const row = typeof model === 'string' ? modelById(model) : undefined;
  const own = row && (row.mtpLayers ?? 0) > 0 ? [{ id: ownHeads, name: 'Its own layers of prediction' }] : [];
  const ids = row ? draftsFor(row).slice(0, offered) : [];
  const chosen = speculative && speculative.draft !== ownHeads && !ids.includes(speculative.draft) ? [speculative.draft] : [];
  return [...own, ...[...ids, ...chosen].map((id) => ({ id, name: modelById(id)?.name ?? id }))];
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-draft-choice': LabDraftChoice;
  }
}
