/** Whole models as the headline of a run: tokens a second in display size, measured, and what such a number is. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ModelCheck } from '../../calibration/model-check.ts';
import { formatDuration, formatQuantity } from '../../units/format.ts';
import '../figures/frame/evidence.ts';
import { errorWords, heldWords, isPart, modelMeaning, modelsInOrder, modelTitle, paceWords, stepWords, tokenRate } from '../text/models.ts';
import { capital } from '../text/capital.ts';

export function modelsView(checks: readonly ModelCheck[], software: boolean): TemplateResult | typeof nothing {
  const [first, ...others] = modelsInOrder(checks);
  if (!first) return nothing;
  const { value, interval } = formatQuantity(tokenRate(first));
  const pace = paceWords(first);
  const held = heldWords(first.step);
  return html`<div class="models" role="group" aria-label="Whole models, measured">
    <p class="model ${isPart(first.step) ? 'part' : ''}">
      <b>${modelTitle(first.step)}</b><br /><strong>${value}</strong> <span class="per">tokens a second ${interval}</span>
    </p>
    <lab-evidence evidence="measured"></lab-evidence>
    <p class="meaning">
      ${capital(stepWords(first.step))}${pace ? `: ${pace}` : nothing}. ${modelMeaning(isPart(first.step), software)}${held ? ` ${held}` : nothing}
      ${first.predicted ? `Its kernels add up to ${formatDuration(first.predicted.seconds).text} a step; ${formatDuration(first.measured).text} were measured (${errorWords(first.predicted.error)}).` : nothing}
    </p>
    ${
      others.length === 0
        ? nothing
        : html`<dl class="ceilings">
            ${others.map(
              (check) =>
                html`<dt>${modelTitle(check.step)}, ${stepWords(check.step)}</dt>
                  <dd>${rateOf(check)}</dd>`,
            )}
          </dl>`
    }
  </div>`;
}

function rateOf(check: ModelCheck): TemplateResult {
  const { value, interval } = formatQuantity(tokenRate(check));
  return html`${value} tokens/s <small>${interval}</small>`;
}
