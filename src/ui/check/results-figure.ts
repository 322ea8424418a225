/** `<lab-results-figure>`: several results of one text, a verdict each; one of them is the one that the page shows. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { checkViewOf, type Checked } from '../../session/check-view.ts';
import { sessionContext } from '../../session/context.ts';
import type { Session } from '../../session/session.ts';
import { formatQuantity } from '../../units/format.ts';
import '../figures/frame/figure.ts';

import { chooseStyles } from '../choose/choose.styles.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { resultsTitle, resultWords, verdictWords } from '../text/check-words.ts';
import { checkOrigin } from './check-origin.ts';
import { checkStyles } from './check.styles.ts';

@customElement('lab-results-figure')
export class LabResultsFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, chooseStyles, checkStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const { results, chosen } = checkViewOf(this.session);
    const verdicts = results.map(({ answer }) => (answer?.ok ? answer.value : null));
    return html`<lab-figure
      tabular
      .heading=${resultsTitle(verdicts)}
      .table=${{
        columns: [
          { key: 'line', title: 'Line' },
          { key: 'result', title: 'Result' },
          { key: 'verdict', title: 'Verdict' },
          { key: 'ratio', title: 'Times as long' },
        ],
        rows: results.map((checked, index) => ({
          line: checked.result.line,
          result: resultWords(checked.result),
          verdict: shortVerdict(checked),
          ratio: verdicts[index]?.ratio ?? null,
        })),
      }}
      .origin=${checkOrigin(this.session, 'check-results')}
      source="In the order of the text. The one that is chosen is judged above."
    >
      <div class="scroll" tabindex="0" role="region" aria-label="Results">
        <table>
          <thead>
            <tr>
              <th scope="col" class="n wide-only">Line</th>
              <th scope="col">Result</th>
              <th scope="col">Verdict</th>
              <th scope="col" class="n">Times as long</th>
            </tr>
          </thead>
          <tbody>
            ${results.map((checked, index) => this.row(checked, index, index === chosen))}
          </tbody>
        </table>
      </div>
    </lab-figure>`;
  }

  private row(checked: Checked, index: number, chosen: boolean): TemplateResult {
    const { result, answer } = checked;
    const ratio = answer?.ok ? answer.value.ratio : null;
    return html`<tr class=${chosen ? 'chosen' : ''}>
      <td class="n wide-only">${result.line}</td>
      <td>
        <button class="plain" type="button" aria-pressed=${chosen} @click=${() => checkViewOf(this.session).choose(index)}>
          ${resultWords(result)}
        </button>
      </td>
      <td>${shortVerdict(checked)}</td>
      <td class="n">${ratio === null ? '–' : formatQuantity(ratio).value}</td>
    </tr>`;
  }
}

function shortVerdict({ answer }: Checked): string {
  if (answer === null) return '…';
  if (!answer.ok) return answer.error.message;
  return answer.value.missing.length > 0 ? 'not yet: something is missing' : verdictWords(answer.value);
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-results-figure': LabResultsFigure;
  }
}
