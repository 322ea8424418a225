/** `<lab-task-presets>`: kinds of tasks that somebody measured, each with what is known of it and where that was read. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { agentPresets, type AgentPreset } from '../../catalogue/agent-presets.ts';
import { sessionContext } from '../../session/context.ts';
import type { Session } from '../../session/session.ts';
import { formatDate } from '../../units/format.ts';
import { chooseStyles } from '../choose/choose.styles.ts';
import '../figures/frame/figure.ts';
import { linkOf, originOfAnswer } from '../figures/why/origin-of.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { sourceLines } from '../text/assumption.ts';
import { numberWord } from '../text/names.ts';
import { wholeTask } from '../text/task-question.ts';
import { lengthWords, stepsWords, successWords, tokenCount, toolWords } from '../text/task-words.ts';

import { taskOf } from './task-session.ts';
import { capital } from '../text/capital.ts';

@customElement('lab-task-presets')
export class LabTaskPresets extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, chooseStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const presets = agentPresets();
    return html`<lab-figure
      tabular
      heading=${`${capital(numberWord(presets.length))} kinds of tasks that somebody measured`}
      .origin=${originOfAnswer({ modelVersion: this.session.estimate.modelVersion, sources: [...new Set(presets.flatMap(({ values }) => values.flatMap(({ source }) => source)))] }, linkOf(this.session), 'task-presets')}
      .table=${{
        columns: [
          { key: 'task', title: 'Task' },
          { key: 'field', title: 'Field' },
          { key: 'value', title: 'Value' },
          { key: 'low', title: 'Low' },
          { key: 'high', title: 'High' },
          { key: 'unit', title: 'Unit' },
          { key: 'basis', title: 'Basis' },
          { key: 'source', title: 'Source' },
          { key: 'definition', title: 'Definition' },
        ],
        rows: presets.flatMap(({ name, values }) =>
          values.map(({ field, value, low, high, unit, basis, source, definition }) => ({
            task: name,
            field,
            value,
            low,
            high,
            unit,
            basis,
            source: source.join(' '),
            definition,
          })),
        ),
      }}
      source="A copy holds every value with its range, whether it was stated, derived or substituted, and its source."
    >
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Task</th>
              <th scope="col">Steps</th>
              <th scope="col" class="wide-only">System prompt</th>
              <th scope="col" class="wide-only">A step</th>
              <th scope="col" class="wide-only">Tools, success</th>
              <th scope="col">Read in</th>
              <th scope="col"><span class="hidden-visually">Use it</span></th>
            </tr>
          </thead>
          <tbody>
            ${presets.map((preset) => this.row(preset))}
          </tbody>
        </table>
      </div>
    </lab-figure>`;
  }

  private row({ id, name, definition, source, values }: AgentPreset): TemplateResult {
    const task = wholeTask({ preset: id });
    const asked = taskOf(this.session);
    const used = asked.current.task.preset === id && Object.keys(asked.current.task).length === 1;
    const date = values[0]?.date ?? '';
    return html`<tr class=${used ? 'chosen' : ''}>
      <td>${name}<br /><small>${definition}</small></td>
      <td>${stepsWords(task)}</td>
      <td class="wide-only">${tokenCount(task.systemTokens)} tokens</td>
      <td class="wide-only">${lengthWords(task)}</td>
      <td class="wide-only">
        ${values.some(({ field }) => field.startsWith('toolSeconds')) ? toolWords(task) : 'tools not published'}, ${successWords(task)}
      </td>
      <td>
        ${sourceLines({ source }).map(({ short, title, url }, index) => html`${index > 0 ? ', ' : ''}${url === null ? html`<span title=${title}>${short}</span>` : html`<a href=${url} title=${title} rel="noreferrer">${short}</a>`}`)}<br /><small
          >${formatDate(date)}</small
        >
      </td>
      <td>
        <button
          class="plain"
          type="button"
          aria-label="Use ${name}"
          ?disabled=${used}
          @click=${() => asked.change({ ...asked.current, task: { preset: id } })}
        >
          Use
        </button>
      </td>
    </tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-task-presets': LabTaskPresets;
  }
}
