/** `<lab-task-levers>`: what one point more of cache hits, retries or round trip changes in a task, and what all of it takes to be so. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AgentEstimate } from '../../agent/agent-estimate.ts';
import { agentAssumptions, type AgentAssumption } from '../../agent/assumptions.ts';
import { sessionContext } from '../../session/context.ts';
import type { Session } from '../../session/session.ts';
import { formatQuantity, formatShare } from '../../units/format.ts';
import { chooseStyles } from '../choose/choose.styles.ts';
import '../figures/frame/figure.ts';
import { textStyles } from '../style/text.styles.ts';
import { levers, leversTitle, type Lever } from '../text/task-words.ts';
import { taskOrigin } from './task-origin.ts';
import { taskAnswerOf } from './task-session.ts';

@customElement('lab-task-levers')
export class LabTaskLevers extends SignalWatcher(LitElement) {
  static override styles = [textStyles, chooseStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const { shown, state } = taskAnswerOf(this.session);
    if (!shown?.answer.feasible)
      return html`<h2>What a point more is worth</h2>
        <p class="small quiet">${shown ? 'Nothing to show: the task does not run on this scenario.' : 'The task is being worked out.'}</p>`;
    const rows = levers(shown.answer);
    return html`<lab-figure
      tabular
      class=${state.kind === 'finished' ? '' : 'dimmed'}
      .heading=${leversTitle(rows)}
      .origin=${taskOrigin(this.session, shown.answer, 'task-levers')}
      .table=${{
        columns: [
          { key: 'lever', title: 'What changes' },
          { key: 'worth', title: 'In a task' },
          { key: 'share', title: 'Of it' },
        ],
        rows: rows.map(({ name, change, quantity, share }) => ({
          lever: `${name}: ${change}`,
          worth: quantity,
          share: share === null ? null : formatShare(share),
        })),
      }}
      source="Each alone, with all else as it is. 80 % intervals."
    >
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">What changes</th>
              <th scope="col" class="n">In a task</th>
              <th scope="col" class="n">Of it</th>
            </tr>
          </thead>
          <tbody>
            ${rows.map(row)}
          </tbody>
        </table>
      </div>
      ${this.assumed(shown.answer)}
    </lab-figure>`;
  }

  private assumed({ assumptions }: AgentEstimate): TemplateResult | typeof nothing {
    const own = assumptions.filter((id): id is AgentAssumption => id in agentAssumptions);
    return own.length === 0 ? nothing : html`<p class="note">Taken to be so: ${own.map((id) => agentAssumptions[id]).join('; ')}.</p>`;
  }
}

function row({ name, change, quantity, share, why }: Lever): TemplateResult {
  if (quantity === null)
    return html`<tr>
      <td>${name}</td>
      <td class="n" colspan="2">not known: ${why}</td>
    </tr>`;
  const { value, unit, range } = formatQuantity(quantity);
  return html`<tr>
    <td>${name}: <small>${change}</small></td>
    <td class="n">${value} ${unit} <small>${range.replace('–', ' – ')}</small></td>
    <td class="n">${share === null ? '–' : formatShare(share)}</td>
  </tr>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-task-levers': LabTaskLevers;
  }
}
