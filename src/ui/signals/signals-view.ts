import { html, type TemplateResult } from 'lit';
import type { PageView } from '../page/page-view.ts';

export const signalsView: PageView = {
  draw: (): TemplateResult => html`<section class="opening" id="token-economics"></section>`,
};
