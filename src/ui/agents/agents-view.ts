import { html, type TemplateResult } from 'lit';
import type { PageView } from '../page/page-view.ts';

export const agentsView: PageView = {
  draw: (): TemplateResult => html`<section class="opening" id="task"></section>`,
};
