import { html, type TemplateResult } from 'lit';
import type { PageView } from '../page/page-view.ts';

export const mapView: PageView = {
  draw: (): TemplateResult => html`<section class="opening" id="plan"></section>`,
};
