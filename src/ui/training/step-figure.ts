/** `<lab-training-step>`: where the time of a step goes, and the layout that was found for it. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sessionContext } from '../../session/context.ts';
import type { Session } from '../../session/session.ts';
import { formatCount } from '../../units/format.ts';
import { chooseStyles } from '../choose/choose.styles.ts';
import '../figures/frame/parts-figure.ts';
import { textStyles } from '../style/text.styles.ts';
import { partsTitle } from '../text/task-words.ts';
import { layoutWords, recomputeWords, stepParts } from '../text/training-words.ts';
import { trainingOrigin } from './training-origin.ts';
import { trainingAnswerOf } from './training-session.ts';

@customElement('lab-training-step')
export class LabTrainingStep extends SignalWatcher(LitElement) {
  static override styles = [textStyles, chooseStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const { shown, state } = trainingAnswerOf(this.session);
    const estimate = shown?.answer.estimate;
    if (!estimate?.secondsPerStep)
      return html`<h2>Where the time of a step goes</h2>
        <p class="small quiet">
          ${estimate ? 'Nothing to show: this run cannot be as it is asked.' : state.kind === 'failed' || state.kind === 'refused' ? 'It could not be worked out.' : 'Layouts are being searched.'}
        </p>`;
    const parts = stepParts(estimate);
    const micro = estimate.microBatch ?? 1;
    return html`<lab-parts
        class=${state.kind === 'finished' ? '' : 'dimmed'}
        .heading=${partsTitle(parts, 'a step’s time')}
        .parts=${parts}
        .whole=${estimate.secondsPerStep}
        wholeName="One step"
        source="What is hidden behind arithmetic is not in it. The interval is of the whole."
        .origin=${trainingOrigin(this.session, estimate, 'training-time')}
      ></lab-parts>
      <p class="note">
        <b>${this.searched ? 'Layout found' : 'Layout as given'}:</b> ${layoutWords(estimate)};
        ${micro === 1 ? 'one sequence' : `${formatCount(micro)} sequences`} a pass; ${recomputeWords(estimate)}.
      </p>`;
  }

  private get searched(): boolean {
    const of = trainingAnswerOf(this.session).shown?.of;
    return of?.parallel === undefined || of.parallel === null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-training-step': LabTrainingStep;
  }
}
