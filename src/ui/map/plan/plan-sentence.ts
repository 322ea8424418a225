/** `<lab-plan-sentence>`: the placement as a sentence whose words are its controls. The workloads themselves are edited in their cards. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { choicesStyles } from '../../form/choices/choices.styles.ts';
import { numberField } from '../../form/choices/number-field.ts';
import { radioList } from '../../form/choices/radio-list.ts';
import '../../form/word/word.ts';
import { sentenceStyles } from '../../page/sentence.styles.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { limitsWords, objectiveWords, questionWords, sitesWords } from '../../text/placement-asked.ts';
import { spare, type AskedLimits, type AskedPlacement } from '../question/asked.ts';
import { withLimits, withSwitches } from '../question/edits.ts';
import { exampleQuestions, openingQuestion } from '../question/examples.ts';
import { placementPage } from '../question/page.ts';

@customElement('lab-plan-sentence')
export class LabPlanSentence extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, choicesStyles, sentenceStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const { question } = placementPage(this.session);
    const asked = question.current;
    return html`<h1>
        Serving ${this.word('Question', questionWords(asked), () => this.examples(asked))} from
        ${this.word('Sites', sitesWords(asked), () => this.sites(asked))} at ${this.word('Aim', objectiveWords(asked), () => this.objective(asked))},
        with ${this.word('Limits on the plan', limitsWords(asked), () => this.limits(asked))}, costs
      </h1>
      <div class="aside">
        <span class="commands">
          <button class="plain" type="button" ?disabled=${!question.canUndo} @click=${() => question.undo()}>Undo</button>
          <button class="plain" type="button" ?disabled=${!question.canRedo} @click=${() => question.redo()}>Redo</button>
          ${asked === openingQuestion ? nothing : html`<button class="plain" type="button" @click=${() => question.change(openingQuestion)}>Reset</button>`}
        </span>
      </div>
      ${question.problems.length === 0 ? nothing : html`<p class="differs" role="status">Left out of this link: ${question.problems.join('; ')}.</p>`}`;
  }

  private word(label: string, words: string, content: () => TemplateResult): TemplateResult {
    return html`<lab-word .label=${label} .words=${words} .content=${content}></lab-word>`;
  }

  private examples(asked: AskedPlacement): TemplateResult {
    const text = JSON.stringify(asked);
    const chosen = exampleQuestions.find(({ asks }) => JSON.stringify(asks) === text)?.id ?? null;
    return html`<div class="stack" data-first tabindex="-1">
      <p class="quiet small">Begin with one of these; each workload is yours to change in its card below.</p>
      ${radioList('Question', exampleQuestions, chosen, (id) => {
        const found = exampleQuestions.find((each) => each.id === id);
        if (found) this.change(found.asks);
      })}
    </div>`;
  }

  private sites(asked: AskedPlacement): TemplateResult {
    const own = Array.isArray(asked.sites);
    const chosen = own ? 'own' : asked.switches?.announced ? 'announced' : asked.sites === 'all' ? 'all' : 'operating';
    const { sites: _, ...rest } = asked;
    return html`<div class="stack" data-first tabindex="-1">
      ${radioList(
        'Sites',
        [
          { id: 'operating', name: 'Sites that operate today', note: 'with accelerators that a source confirms' },
          { id: 'announced', name: 'Announced sites too', note: 'as if they stood, and where nobody confirms accelerators as well' },
          ...(own ? [{ id: 'own', name: 'The sites of this link' }] : []),
        ],
        chosen,
        (id) => {
          if (id === 'own') return;
          this.change(withSwitches(id === 'announced' ? { ...rest, sites: 'all' } : rest, { announced: id === 'announced' }));
        },
      )}
    </div>`;
  }

  private objective(asked: AskedPlacement): TemplateResult {
    return html`<div class="stack" data-first tabindex="-1">
      ${radioList(
        'Aim',
        [
          { id: 'usd', name: 'Least cost' },
          { id: 'gCO2e', name: 'Least carbon', note: 'by each site’s grid; only accelerators whose power is known' },
          { id: 'kW', name: 'Least power', note: 'only accelerators whose power is known' },
        ],
        asked.objective ?? 'usd',
        (id) => this.change(spare<AskedPlacement>({ ...asked, objective: id === 'usd' ? null : (id as 'gCO2e' | 'kW') })),
      )}
    </div>`;
  }

  private limits(asked: AskedPlacement): TemplateResult {
    const share = (label: string, key: Exclude<keyof AskedLimits, 'sites'>): TemplateResult => {
      const value = asked.limits?.[key];
      return numberField({
        label,
        value: value === undefined ? null : 100 * value,
        min: 1,
        max: 100,
        mayBeEmpty: true,
        placeholder: 'no limit',
        apart: true,
        onValue: (percent) => this.change(withLimits(asked, { [key]: percent === null ? null : percent / 100 })),
      });
    };
    return html`<div class="stack" data-first tabindex="-1">
      <p class="quiet small">
        Shares of the plan’s power, so that no one hand holds all of it. Accelerators whose power is not known then take no part.
      </p>
      <div class="pair">
        ${share('One vendor, at most %', 'vendorShare')} ${share('One operator, at most %', 'operatorShare')}
        ${share('One country, at most %', 'countryShare')}
        ${numberField({ label: 'Sites, at most', whole: true, value: asked.limits?.sites ?? null, min: 1, max: 10_000, mayBeEmpty: true, placeholder: 'no limit', apart: true, onValue: (sites) => this.change(withLimits(asked, { sites })) })}
      </div>
    </div>`;
  }

  private change(next: AskedPlacement): void {
    placementPage(this.session).question.change(next);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-plan-sentence': LabPlanSentence;
  }
}
