/** The page of agents: a task as a sentence, what it costs and takes, where both go, what a point more is worth, and measured kinds of tasks. */
import { html, type TemplateResult } from 'lit';
import type { Frame, PageView } from '../page/page-view.ts';
import './levers-figure.ts';
import './presets-figure.ts';
import './task-parts.ts';
import './task.ts';

export const agentsView: PageView = {
  draw: ({ ready }: Frame): TemplateResult =>
    html`<section class="opening" id="task" aria-label="Question and answer"><lab-task></lab-task></section>
      ${
        ready
          ? html`<div class="figures">
              <lab-task-parts id="task-money" of="money"></lab-task-parts><lab-task-parts id="task-time" of="time"></lab-task-parts
              ><lab-task-levers class="wide" id="task-levers"></lab-task-levers><lab-task-presets class="wide" id="task-presets"></lab-task-presets>
            </div>`
          : html`<div class="waiting"></div>`
      }`,
};
