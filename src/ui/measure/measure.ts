/**
 * `<lab-measure>`: the visitor's own GPU. What it is, one button, a run that can be watched and stopped, what came of
 * it; or why it cannot be measured here. Screen readers hear each kernel once.
 *
 * @event lab-share - the visitor wants to share the run
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AdapterSummary, PlanName } from '../../run/run.ts';
import { sessionContext } from '../../session/context.ts';
import type { RunState } from '../../session/run-state.ts';
import type { Session } from '../../session/session.ts';
import { formatDate } from '../../units/format.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { adapterName, featureWords } from '../text/device.ts';
import type * as RunViews from './run-views.ts';
import { measureStyles } from './measure.styles.ts';

@customElement('lab-measure')
export class LabMeasure extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, measureStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  /** Ask what the GPU is as soon as this is shown; else when a pointer or the keyboard comes near, for the worker that asks is large. */
  @property({ type: Boolean }) near = false;
  /** What a run looks like, while it lasts and afterwards; arrives once the first screen has been drawn. */
  @state() private views: typeof RunViews | null = null;

  protected override firstUpdated(): void {
    const meet = (): void => void this.session.measuring.meet();
    if (this.near) meet();
    else for (const event of ['pointerenter', 'focusin']) this.addEventListener(event, meet, { once: true });
    void import('./run-views.ts').then((views) => (this.views = views));
  }

  protected override render(): TemplateResult {
    const { state } = this.session.measuring;
    return html`<h2>${this.session.claim && state.kind !== 'finished' ? 'Run it on yours' : 'Your GPU'}</h2>
      ${this.device(state)} ${this.body(state)}
      <span class="hidden-visually" role="status">${announcement(state)}</span>`;
  }

  private device(state: RunState): TemplateResult | typeof nothing {
    const adapter = state.kind === 'unavailable' || state.kind === 'probing' ? null : state.kind === 'finished' ? state.run.adapter : state.adapter;
    if (!adapter)
      return (state.kind === 'idle' && !this.near) || state.kind === 'unavailable' || (state.kind === 'running' && state.waiting)
        ? nothing
        : html`<p class="device">Asking the browser what it has</p>`;
    const place = this.session.measuring.place === 'page' ? ' · driven from the page' : '';
    return html`<p class="device"><b>${adapterName(adapter)}</b><br />${featureWords(adapter)}${place}</p>
      ${adapter.fallback && state.kind !== 'finished' ? softwareNote() : nothing}`;
  }

  private body(state: RunState): TemplateResult | typeof nothing {
    switch (state.kind) {
      case 'probing':
        return this.start(null, true);
      case 'idle':
        return this.start(state.adapter, this.near && state.adapter === null);
      case 'cancelled':
        return html`<p class="remedy">Cancelled. Nothing was kept.</p>
          ${this.start(state.adapter, false)}`;
      case 'running':
        if (state.waiting)
          return (
            this.views?.waitingView({ onAnyway: () => this.session.measuring.startAnyway(), onCancel: () => this.session.measuring.cancel() }) ??
            nothing
          );
        return (
          this.views?.progressView({ progress: state.progress, stopping: state.stopping, onCancel: () => this.session.measuring.cancel() }) ?? nothing
        );
      case 'finished':
        return (
          this.views?.resultView({
            run: state.run,
            models: this.views.modelsView(this.session.own.models, state.run.adapter.fallback),
            headline: this.views.headlineView({
              own: this.session.own.own,
              software: state.run.adapter.fallback,
              second: this.session.own.models.length > 0,
              client: this.session.own.client,
              clients: this.session.own.clients,
              onName: (id) => this.session.own.name(id),
            }),
            health: this.views.healthOf(state.run, this.session.own.client, this.session.own.clients),
            onAgain: () => this.run('quick'),
            onThorough: () => this.run('thorough'),
            onShare: () => this.dispatchEvent(new CustomEvent('lab-share', { bubbles: true, composed: true })),
          }) ?? nothing
        );
      case 'unavailable':
        return this.views?.unavailableView(state.unavailable, () => void this.session.measuring.probe()) ?? nothing;
      default:
        return state satisfies never;
    }
  }

  private start(adapter: AdapterSummary | null, waiting: boolean): TemplateResult {
    const software = adapter?.fallback === true;
    return html` <button class="primary" type="button" ?disabled=${waiting} @click=${() => this.run('quick')}>
        ${software ? 'Measure the processor' : 'Measure my GPU'}
      </button>
      <div class="more">
        <span class="quiet small">about ${software ? '60' : '15'} seconds</span>
        <button class="plain" type="button" ?disabled=${waiting} @click=${() => this.run('thorough')}>
          or thoroughly, ${software ? '5 minutes' : '90 seconds'}
        </button>
      </div>
      ${this.last(waiting)}
      <p class="promise">Matrix multiply and attention kernels run here, each checked before its time counts. No result is sent anywhere.</p>`;
  }

  /** The newest run that this browser remembers, a tap away. */
  private last(waiting: boolean): TemplateResult | typeof nothing {
    const run = this.session.history.runs[0];
    if (waiting || !run) return nothing;
    return html`<div class="more">
      <span class="quiet small">Last run ${formatDate(run.when)}, ${run.kernels.length} points</span
      ><button class="plain" type="button" @click=${() => void this.session.show(run)}>Show it</button>
    </div>`;
  }

  private run(plan: PlanName): void {
    void this.session.measure(plan);
  }
}

/** Before a run; afterwards the run says it of itself. */
function softwareNote(): TemplateResult {
  return html`<p class="badge-line">
    <b>Software adapter</b><span>WebGPU runs on the processor here. Its rates describe the processor and enter no estimate.</span>
  </p>`;
}

/** Changes once a kernel, not once a sample, so that speech can keep up. */
function announcement(state: RunState): string {
  switch (state.kind) {
    case 'running':
      if (state.waiting) return 'Another tab is measuring; this run begins when that one is over';
      return state.progress ? `${state.progress.done} of ${state.progress.total}: ${state.progress.words}` : 'Measuring started';
    case 'finished':
      return `Finished: ${state.run.kernels.length} points measured`;
    case 'cancelled':
      return 'Cancelled, nothing was kept';
    case 'unavailable':
      return `Measuring cannot run: ${state.unavailable.message}`;
    case 'idle':
    case 'probing':
      return '';
    default:
      return state satisfies never;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-measure': LabMeasure;
  }
}
