/**
 * `<lab-models-figure>`: whole models that the run on the page measured without their weights, each beside what the run's
 * kernels predict for it. Empty before a run has any.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ModelCheck } from '../../../calibration/model-check.ts';
import { modelChart, modelLayout, type ModelRow } from '../../../charts/model-chart.ts';
import { rowAt } from '../../../charts/row-at.ts';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import '../frame/figure.ts';
import type { Drawing } from '../frame/figure.ts';
import { textStyles } from '../../style/text.styles.ts';
import {
  errorWords,
  heldWords,
  isPart,
  modelLine,
  modelMeaning,
  modelsInOrder,
  modelsTitle,
  modelTitle,
  modelTwin,
  predictedRate,
  stepWords,
  tokenRate,
} from '../../text/models.ts';
import { originOf } from '../why/origin-of.ts';

@customElement('lab-models-figure')
export class LabModelsFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult | typeof nothing {
    const checks = modelsInOrder(this.session.own.models);
    this.hidden = checks.length === 0;
    if (this.hidden) return nothing;
    const heading = modelsTitle(checks);
    const software = this.session.shownRun?.adapter.fallback === true;
    return html`<lab-figure
      .heading=${heading}
      .origin=${originOf(this.session, 'models')}
      .table=${modelTwin(checks)}
      .drawing=${(width: number) => drawing(checks, heading, width)}
      .source=${`${modelMeaning(
        checks.every(({ step }) => isPart(step)),
        software,
      )} Dot: measured, 95 % interval of the median. Diamond: what the run’s own kernels add up to, and how far that time is off. What is missing there are the gaps between kernels and what a cache keeps from one to the next.`}
    ></lab-figure>`;
  }
}

const rowOf = (check: ModelCheck): ModelRow => ({
  id: check.id,
  name: modelTitle(check.step),
  detail: [stepWords(check.step), heldWords(check.step) ? `${check.step.layersHeld} of ${check.step.layersRun} layers held` : '']
    .filter(Boolean)
    .join(' · '),
  measured: tokenRate(check),
  predicted: predictedRate(check),
  error: check.predicted ? errorWords(check.predicted.error) : '',
});

function drawing(checks: readonly ModelCheck[], heading: string, width: number): Drawing {
  const layout = modelLayout(checks.map(rowOf), width);
  return {
    draw: (active) => html`${modelChart(layout, `${heading}. Tokens a second on a logarithmic axis, measured and predicted from kernels.`, active)}`,
    locate: (_, y) => rowAt(layout, checks.length, y),
    points: checks.map(modelLine),
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-models-figure': LabModelsFigure;
  }
}
