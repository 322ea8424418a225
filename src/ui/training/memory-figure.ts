/** `<lab-training-memory>`: what the fullest device holds, in parts, against what it has: the verdict in words, and as a bar. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { memoryChart, memoryLayout } from '../../charts/memory-chart.ts';
import type { TrainingEstimate } from '../../estimate/training/training-estimate.ts';
import { sessionContext } from '../../session/context.ts';
import type { Session } from '../../session/session.ts';
import { formatShare } from '../../units/format.ts';
import { chooseStyles } from '../choose/choose.styles.ts';
import '../figures/frame/figure.ts';
import type { Drawing } from '../figures/frame/figure.ts';
import { timeFigureStyles } from '../figures/why/time-figure.styles.ts';
import { painted } from '../style/painted.ts';
import { textStyles } from '../style/text.styles.ts';
import { gigabytes, memoryParts, memoryTitle, recomputeWords, type TrainingPart } from '../text/training-words.ts';
import { trainingOrigin } from './training-origin.ts';
import { trainingAnswerOf } from './training-session.ts';

@customElement('lab-training-memory')
export class LabTrainingMemory extends SignalWatcher(LitElement) {
  static override styles = [textStyles, chooseStyles, timeFigureStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const { shown, state } = trainingAnswerOf(this.session);
    const estimate = shown?.answer.estimate;
    if (!shown || !estimate?.memory)
      return html`<h2>What it has to hold</h2>
        <p class="small quiet">
          ${estimate ? 'Nothing to show: no layout divides this run, or too little is known of the chip.' : state.kind === 'failed' || state.kind === 'refused' ? 'It could not be worked out.' : 'Layouts are being searched.'}
        </p>`;
    const parts = memoryParts(estimate);
    const { available } = estimate.memory;
    const used = parts.reduce((sum, { amount }) => sum + amount, 0);
    const heading = memoryTitle(estimate, shown.of);
    return html`<lab-figure
      class=${state.kind === 'finished' ? '' : 'dimmed'}
      .heading=${heading}
      .origin=${trainingOrigin(this.session, estimate, 'training-memory')}
      .drawing=${(width: number) => drawing(parts, available, heading, width)}
      .table=${{
        columns: [
          { key: 'part', title: 'Part' },
          { key: 'bytes', title: 'Of the fullest device' },
          { key: 'share', title: 'Share' },
        ],
        rows: [
          ...parts.map(({ name, amount }) => ({ part: name, bytes: bytes(amount), share: formatShare(amount / used) })),
          { part: 'Together', bytes: bytes(used), share: formatShare(1) },
          { part: 'What a device has', bytes: bytes(available), share: '' },
        ],
      }}
      .source=${source(estimate)}
    >
      <dl>
        ${parts.map(
          ({ name, colour, amount }) =>
            html`<div>
              <dt><i ${painted({ background: colour })}></i>${name}</dt>
              <dd>${gigabytes(amount)}</dd>
              <dd class="share">${formatShare(amount / used)}</dd>
            </div>`,
        )}
        <div class="total">
          <dt><i></i>Together, of ${gigabytes(available)}</dt>
          <dd>${gigabytes(used)}</dd>
          <dd class="share">${formatShare(used / available)}</dd>
        </div>
      </dl>
    </lab-figure>`;
  }
}

const bytes = (amount: number) => ({ value: amount, low: amount, high: amount, unit: 'B', evidence: 'prior' as const });

function source(estimate: TrainingEstimate): string {
  const twice = recomputeWords(estimate);
  return `The fullest of the first and the last stage.${estimate.feasible ? ` To make room, ${twice}.` : ' Everything that can be computed twice is.'}`;
}

function drawing(parts: readonly TrainingPart[], available: number, heading: string, width: number): Drawing {
  const layout = memoryLayout(parts, available, width);
  return {
    draw: (active) =>
      html`${memoryChart(layout, `${heading}. ${parts.map(({ name, amount }) => `${name} ${gigabytes(amount)}`).join(', ')}`, active)}`,
    locate: (x) => {
      const index = layout.parts.findIndex((part) => x >= part.x && x <= part.x + part.width);
      return index < 0 ? null : index;
    },
    points: parts.map(({ name, amount }) => `${name}: ${gigabytes(amount)}`),
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-training-memory': LabTrainingMemory;
  }
}
