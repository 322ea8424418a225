/** The page that says how often the lab was right. */
import { html, type TemplateResult } from 'lit';
import '../figures/accuracy/accuracy.ts';
import type { PageView } from '../page/page-view.ts';

export const accuracyView: PageView = {
  draw: (): TemplateResult =>
    html`<section class="opening"><h1>How often is the lab right?</h1></section>
      <div class="figures"><lab-accuracy class="wide" id="accuracy"></lab-accuracy></div>`,
};
