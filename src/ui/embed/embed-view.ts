/** The page for those who write: one figure to paste into their own page. */
import { html, type TemplateResult } from 'lit';
import type { PageView } from '../page/page-view.ts';
import './embed-page.ts';

export const embedView: PageView = {
  draw: (): TemplateResult =>
    html`<section class="opening">
        <h1>How do I put a figure in my article?</h1>
      </section>
      <lab-embed-page id="snippets"></lab-embed-page>`,
};
