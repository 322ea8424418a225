/** The page of the visitor's own GPU: the run on top, then what was measured and what it means elsewhere. */
import { html, type TemplateResult } from 'lit';
import '../figures/kernels/kernels-figure.ts';
import '../figures/kernels/models-figure.ts';
import '../figures/kernels/roofline-figure.ts';
import '../figures/runs/history.ts';
import '../figures/runs/transfer-figure.ts';
import type { PageView } from '../page/page-view.ts';
import './home-figure.ts';
import './measure.ts';

export const measureView: PageView = {
  draw: (): TemplateResult =>
    html`<section class="opening" id="run" aria-labelledby="question">
        <h1 id="question">What can my GPU do?</h1>
        <lab-measure near></lab-measure>
      </section>
      <div class="figures">
        <lab-home-figure class="wide" id="home"></lab-home-figure>
        <lab-models-figure class="wide" id="models"></lab-models-figure>
        <lab-roofline-figure class="wide" id="roofline"></lab-roofline-figure>
        <lab-kernels-figure class="wide" id="kernels"></lab-kernels-figure>
        <lab-transfer-figure class="wide" id="transfer"></lab-transfer-figure>
        <lab-history class="wide" id="history"></lab-history>
      </div>`,
};
