/** The page of signals: one sentence for all five, and a figure for each. */
import { html, type TemplateResult } from 'lit';
import type { Frame, PageView } from '../page/page-view.ts';
import './signal-figure.ts';
import './signals.ts';

export const signalsView: PageView = {
  draw: ({ ready }: Frame): TemplateResult =>
    html`<section class="opening" aria-label="Question and answer"><lab-signals></lab-signals></section>
      ${
        ready
          ? html`<div class="figures">
              <lab-signal class="wide" id="token-economics" of="token-economics"></lab-signal
              ><lab-signal class="wide" id="capacity" of="capacity"></lab-signal
              ><lab-signal class="wide" id="throughput-per-watt" of="throughput-per-watt"></lab-signal
              ><lab-signal class="wide" id="partners" of="partners"></lab-signal
              ><lab-signal class="wide" id="alternatives" of="alternatives"></lab-signal>
            </div>`
          : html`<div class="waiting"></div>`
      }`,
};
