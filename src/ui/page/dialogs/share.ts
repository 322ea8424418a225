/**
 * `<lab-share>`: the dialog that makes a link. It shows what is inside before anything is copied, and leaves the
 * device out when asked.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Scenario } from '../../../scenario/scenario.ts';
import type { Run } from '../../../run/run.ts';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { formatDate } from '../../../units/format.ts';
import { copyText } from '../../figures/frame/figure-export.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { dialogStyles } from '../../style/dialog.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { adapterName } from '../../text/device.ts';
import { linkOf } from '../../figures/why/origin-of.ts';
import { acceleratorWords, changeWords, loadWords, modelName, ownershipWords, targetWords, workloadWords } from '../../text/phrases.ts';
import { shareStyles } from './share.styles.ts';

@customElement('lab-share')
export class LabShare extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, dialogStyles, shareStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @query('dialog') private readonly dialog!: HTMLDialogElement;
  @state() private open = false;
  @state() private withResult = true;
  @state() private withDevice = true;
  @state() private link = '';
  @state() private said = '';

  show(): void {
    this.open = true;
    this.said = '';
    void this.pack();
    void this.updateComplete.then(() => this.dialog.showModal());
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${() => (this.open = false)} .closedBy=${'any'}>${this.open ? this.body() : nothing}</dialog>`;
  }

  private body(): TemplateResult {
    const { run } = this.session;
    return html`<div class="body">
      <h2 id="title">A link to this page as it is</h2>
      <p class="inside">The link itself holds everything. Nothing is stored anywhere, and opening it needs no server that knows it.</p>
      ${this.contents(run)}
      ${
        run
          ? html` <label class="choice"
                ><input
                  type="checkbox"
                  .checked=${this.withResult}
                  @change=${() => {
                    this.withResult = !this.withResult;
                    void this.pack();
                  }}
                /><span>With the result of my run</span></label
              >
              <label class="choice"
                ><input
                  type="checkbox"
                  .checked=${this.withDevice}
                  ?disabled=${!this.withResult}
                  @change=${() => {
                    this.withDevice = !this.withDevice;
                    void this.pack();
                  }}
                /><span>Say what GPU it was<small>${adapterName(run.adapter)}</small></span></label
              >`
          : nothing
      }
      <textarea
        readonly
        aria-label="Link"
        .value=${this.link}
        @focus=${(event: FocusEvent) => (event.target as HTMLTextAreaElement).select()}
      ></textarea>
      <div class="row">
        <span class="small quiet" role="status">${this.said || `${this.link.length} characters`}</span>
        <button class="secondary" type="button" @click=${() => this.dialog.close()}>Close</button>
        <button class="primary" type="button" autofocus @click=${this.copy}>Copy link</button>
      </div>
    </div>`;
  }

  /** What somebody who opens the link will see, item by item. */
  private contents(run: Run | null): TemplateResult {
    const scenario = this.session.scenario.current;
    const fields = [
      modelName(scenario),
      acceleratorWords(scenario, this.session.estimate.accelerators),
      workloadWords(scenario),
      loadWords(scenario, this.session.estimate.load?.concurrency ?? null),
      targetWords(scenario),
      ownershipWords(scenario.ownership),
      // Whatever else the link holds.
      ...this.session.scenario.changes.filter(({ key }) => !saidAlready.has(key)).map(({ key }) => changeWords(key, scenario)),
    ];
    const included = run !== null && this.withResult;
    return html`<ul>
      <li class="inside"><b>The scenario:</b> ${fields.join(', ')}</li>
      ${
        included
          ? html` <li class="inside">
                <b>Of the run:</b> its day (${formatDate(run.when)}), plan (${run.plan}), ${run.kernels.length} medians with intervals and the
                ceilings, three digits each
              </li>
              <li class="inside">
                <b>Of the device:</b>
                ${this.withDevice ? `vendor “${run.adapter.vendor}” and architecture “${run.adapter.architecture}”` : 'nothing'}${run.adapter.fallback ? ', and that it was a software adapter' : ''}
              </li>`
          : nothing
      }
      <li class="inside">
        <b>Not inside:</b> ${included ? 'single samples, device name, limits, time of day, ' : 'any measurement, '}anything about you
      </li>
    </ul>`;
  }

  private async pack(): Promise<void> {
    const { run } = this.session;
    this.link = run && this.withResult ? await this.session.linkTo(run, { device: this.withDevice }) : linkOf(this.session);
  }

  private async copy(): Promise<void> {
    if (await copyText(this.link)) this.said = 'Copied';
    else {
      this.renderRoot.querySelector('textarea')?.select();
      this.said = 'The browser does not let a page copy here: the link is selected, copy it yourself';
    }
  }
}

/** Choices that stand in the first line of the list, changed or not. */
const saidAlready: ReadonlySet<keyof Scenario> = new Set([
  'model',
  'accelerator',
  'accelerators',
  'inputTokens',
  'outputTokens',
  'lengths',
  'prefixHitRate',
  'concurrency',
  'requestsPerSecond',
  'peakToMean',
  'target',
  'ownership',
]);

declare global {
  interface HTMLElementTagNameMap {
    'lab-share': LabShare;
  }
}
