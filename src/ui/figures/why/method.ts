/** `<lab-method>`: how a number comes about, what is kept where, how to cite it; folded until asked for. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { citationBibtex, citationText, type Citation } from '../../../share/cite.ts';
import { copyText } from '../frame/figure-export.ts';
import { linkOf } from './origin-of.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { acceleratorWords, loadWords, modelName, ownershipWords, targetWords, workloadWords } from '../../text/phrases.ts';
import { methodStyles } from './method.styles.ts';

@customElement('lab-method')
export class LabMethod extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, methodStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    return html`<h2>How a number comes about</h2>
      <details>
        <summary>From a scenario to a price</summary>
        <p>
          A model is a list of matrix products, attention reads and transfers between chips. Each takes the longer of its arithmetic and its memory
          traffic, divided by the share of the datasheet peak that such kernels reach on chips of this class, plus a launch. Their sum is a decode
          step and a prefill.
        </p>
        <p>
          Continuous batching in steady state turns steps into time per token, time to the first token and tokens per second. Price and power per hour
          turn tokens per second into dollars and joules. Input, cached input and output are priced by the accelerator-seconds that each takes.
        </p>
      </details>
      <details>
        <summary>What your GPU adds</summary>
        <p>
          Kernels run in WebGPU on your adapter: stream read and copy, fused multiply-add, matrix multiply, matrix-vector, attention prefill and
          decode. Every result is compared with a float64 reference before its time counts. Times become the five numbers of a curve for each class of
          operator, as shares of your GPU’s own ceilings.
        </p>
        <p>
          Then whole models run: one step of a catalogue model chained from the same kernels, with random weights made on your GPU. Nothing is
          downloaded, and no answer comes out; what it takes is held against what its kernels add up to.
        </p>
        <p>
          Those shares enter the prediction for a datacentre accelerator with a small weight, which is shown. On a software adapter the weight is
          zero.
        </p>
      </details>
      <details>
        <summary>What a simulation adds</summary>
        <p>
          The answer is a closed form: a load that never changes, and its average. The simulation plays one replica request by request and pass by
          pass, under each engine’s own rules of admission, from a seed; its passes take the seconds of the closed form. It gives percentiles, and
          says where more requests come than are served.
        </p>
      </details>
      <details>
        <summary>Intervals and evidence</summary>
        <p>
          Every modelled number has an 80 % interval: one answer in five lies outside. It holds the error of the model against published measurements
          and the range of the facts that went in, prices above all. Digits are limited by it. Medians on your own GPU have 95 % intervals from
          resampling their samples.
        </p>
      </details>
      <details>
        <summary>What is kept, and where</summary>
        <p>
          Nothing is sent anywhere, save one request that you may ask for: the configuration of a model, by name, from huggingface.co. Finished runs,
          the colour scheme and the unit are kept in this browser and can be cleared. The address bar holds the scenario. A share link holds what its
          dialog lists, in the part of the address that browsers do not send to servers.
        </p>
      </details>
      ${this.cite()}`;
  }

  private cite(): TemplateResult {
    const { estimate, scenario } = this.session,
      asked = scenario.current;
    const subject = [
      modelName(asked),
      `on ${acceleratorWords(asked, estimate.accelerators)}`,
      workloadWords(asked),
      loadWords(asked, estimate.load?.concurrency ?? null),
      targetWords(asked),
      ownershipWords(asked.ownership),
    ].join(', ');
    const citation: Citation = {
      modelVersion: estimate.modelVersion,
      date: new Date().toISOString().slice(0, 10),
      link: linkOf(this.session),
      subject,
    };
    return html`<details>
      <summary>Cite this answer</summary>
      <p>${citationText(citation)}</p>
      <pre tabindex="0" aria-label="BibTeX">${citationBibtex(citation)}</pre>
      <div class="copy">
        <button class="plain" type="button" @click=${(event: Event) => copyFrom(event, citationText(citation))}>Copy the sentence</button>
        <button class="plain" type="button" @click=${(event: Event) => copyFrom(event, citationBibtex(citation))}>Copy BibTeX</button>
      </div>
    </details>`;
  }
}

async function copyFrom(event: Event, text: string): Promise<void> {
  const button = event.currentTarget as HTMLElement,
    words = button.textContent;
  button.textContent = (await copyText(text)) ? 'Copied' : 'Select the text and copy it';
  setTimeout(() => (button.textContent = words), 2500);
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-method': LabMethod;
  }
}
