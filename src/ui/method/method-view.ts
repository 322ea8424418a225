/** The page of the method: from a kernel's time to dollars per million tokens. */
import { html, type TemplateResult } from 'lit';
import '../figures/why/method.ts';
import type { PageView } from '../page/page-view.ts';

export const methodView: PageView = {
  draw: (): TemplateResult =>
    html`<section class="opening"><h1>How is it computed?</h1></section>
      <div class="figures"><lab-method class="wide" id="method"></lab-method></div>`,
};
