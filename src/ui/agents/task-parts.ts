/** `<lab-task-parts>`: where the dollars of a task go, or its seconds. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AgentEstimate } from '../../agent/agent-estimate.ts';
import { sessionContext } from '../../session/context.ts';
import type { Session } from '../../session/session.ts';
import type { Quantity } from '../../units/quantity.ts';
import { chooseStyles } from '../choose/choose.styles.ts';
import '../figures/frame/parts-figure.ts';
import { textStyles } from '../style/text.styles.ts';
import { moneyParts, partsTitle, timeParts, type TaskPart } from '../text/task-words.ts';
import { taskOrigin } from './task-origin.ts';
import { taskAnswerOf, taskOf } from './task-session.ts';

interface Told {
  readonly name: string;
  readonly title: string;
  readonly of: string;
  readonly whole: (estimate: AgentEstimate) => Quantity | null;
  readonly parts: (estimate: AgentEstimate) => readonly TaskPart[];
  /** Field of `unknown`. */
  readonly field: string;
}

const told: Readonly<Record<'money' | 'time', Told>> = {
  money: {
    name: 'One task',
    title: 'Where the dollars of a task go',
    of: 'what a task costs',
    whole: ({ usdPerTask }) => usdPerTask,
    parts: moneyParts,
    field: 'usdPerTask',
  },
  time: {
    name: 'One task, mean',
    title: 'Where the time of a task goes',
    of: 'a task’s time',
    whole: ({ secondsPerTask }) => secondsPerTask?.mean ?? null,
    parts: timeParts,
    field: 'secondsPerTask',
  },
};

@customElement('lab-task-parts')
export class LabTaskParts extends SignalWatcher(LitElement) {
  static override styles = [textStyles, chooseStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @property() of: 'money' | 'time' = 'money';

  protected override render(): TemplateResult {
    const { shown, state } = taskAnswerOf(this.session);
    const { name, title, of, whole, parts, field } = told[this.of];
    const total = shown && whole(shown.answer);
    if (!shown || !total)
      return html`<h2>${title}</h2>
        <p class="small quiet">
          ${shown ? why(shown.answer, field) : state.kind === 'failed' || state.kind === 'refused' ? 'It could not be worked out.' : 'The task is being worked out.'}
        </p>`;
    const made = parts(shown.answer);
    return html`<lab-parts
      class=${state.kind === 'finished' ? '' : 'dimmed'}
      .heading=${partsTitle(made, of) || title}
      .parts=${made}
      .whole=${total}
      wholeName=${name}
      .source=${this.source(shown.answer)}
      .origin=${taskOrigin(this.session, shown.answer, `task-${this.of}`)}
    ></lab-parts>`;
  }

  private source({ assumptions }: AgentEstimate): string {
    const { seed, at } = taskOf(this.session).current;
    if (this.of === 'money') {
      if (at === null) return 'Tokens times the estimate’s prices of new, cached and written ones.';
      const cached = assumptions.includes('agent.no-cache-price') ? ' No price of cached tokens is listed: they cost as new ones.' : '';
      return `Tokens times list prices, which have no interval; lengths have.${cached}`;
    }
    return assumptions.includes('agent.lognormal')
      ? `What the user takes is left out. Half, nine in ten and 99 %: 2,000 tasks played from seed ${seed}.`
      : 'What the user takes is left out. Nothing varies here.';
  }
}

function why({ feasible, unknown }: AgentEstimate, field: string): string {
  if (!feasible) return 'Nothing to show: the task does not run on this scenario.';
  return `Not known: ${unknown[field] ?? 'nothing says'}.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-task-parts': LabTaskParts;
  }
}
