import { html, type TemplateResult } from 'lit';
import type { PageView } from '../page/page-view.ts';

export const trainingView: PageView = {
  draw: (): TemplateResult => html`<section class="opening" id="training-run"></section>`,
};
