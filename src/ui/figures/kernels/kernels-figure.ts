/**
 * `<lab-kernels-figure>`: every point of the run on the page, by group, each in the unit that judges it, with the variant
 * that won and how its result was checked. Empty before there is a run.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { rateOf } from '../../../run/rates.ts';
import type { KernelResult, Run } from '../../../run/run.ts';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { formatDuration, formatQuantity, formatShare } from '../../../units/format.ts';
import '../frame/take.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { badgeWords } from '../../text/device.ts';
import { kernelTwin, shareOfCeiling } from '../../text/kernel-rows.ts';
import { bestOf, familyOf, kernelGroups, shapeWords, type KernelGroup } from '../../text/kernels.ts';
import { kernelsFigureStyles } from './kernels-figure.styles.ts';
import { originOf } from '../why/origin-of.ts';

const kernelsAbout = 'Medians of a run with 95 % intervals; rates count a multiply and an add as two.';

@customElement('lab-kernels-figure')
export class LabKernelsFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, kernelsFigureStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult | typeof nothing {
    const run = this.session.shownRun;
    this.hidden = run === null || run.kernels.length === 0;
    if (run === null || this.hidden) return nothing;
    const theirs = this.session.run === null;
    const heading = theirs
      ? `The ${run.kernels.length} points that the link claims`
      : `${run.kernels.length} points, each checked before its time counted`;
    return html`<div class="head">
        <h2>${heading}</h2>
        <lab-take
          .of=${{ table: { title: heading, about: kernelsAbout, origin: originOf(this.session, 'kernels'), ...kernelTwin(run) }, embed: null, picture: null }}
        ></lab-take>
      </div>
      ${kernelGroups(run.kernels).map((group) => this.group(group, run))}`;
  }

  private group({ name, results }: KernelGroup, run: Run): TemplateResult {
    const units = new Set(results.map((result) => familyOf(result).unit));
    // The best of a group with two units would compare what cannot be compared.
    const [unit] = units;
    const best =
      units.size === 1
        ? html`<span class="best"><small>${unit === 's' ? 'shortest' : 'best'}</small> ${bestOf(results)}</span>`
        : html`<span></span>`;
    return html`<details>
      <summary>
        <span>${name}<small>${results.length} ${results.length === 1 ? 'point' : 'points'}</small></span
        >${best}
      </summary>
      <div class="scroll" tabindex="0" role="region" aria-label=${name}>
        <table>
          <thead>
            <tr>
              <th scope="col">Kernel</th>
              <th scope="col">Shape</th>
              <th scope="col">Type</th>
              <th scope="col" class="numeric">Rate</th>
              <th scope="col" class="numeric">Of its ceiling</th>
              <th scope="col" class="numeric">Time</th>
              <th scope="col">Variant</th>
              <th scope="col">Known about it</th>
            </tr>
          </thead>
          <tbody>
            ${results.map((result) => row(result, run))}
          </tbody>
        </table>
      </div>
    </details>`;
  }
}

function row(result: KernelResult, run: Run): TemplateResult {
  const { value, unit, interval } = formatQuantity(rateOf(result));
  const share = shareOfCeiling(result, run.ceilings);
  const judgedByTime = familyOf(result).unit === 's';
  return html`<tr>
    <th scope="row">${familyOf(result).name}</th>
    <td>${shapeWords(result)}</td>
    <td class="quiet">${result.kernel.startsWith('launch') ? '' : result.dtype}</td>
    <td class="numeric">${value} ${unit}${interval ? html` <small>${interval}</small>` : nothing}</td>
    <td class="numeric quiet">${share === null ? '' : formatShare(share)}</td>
    <td class="numeric quiet">${judgedByTime ? '' : formatDuration(result.median).text}</td>
    <td class="variant">${result.variant}</td>
    <td class="quiet">${known(result)}</td>
  </tr>`;
}

/** How it was checked, and what to know about its samples. */
function known({ checks, badges }: KernelResult): string {
  const checked = checks.length > 0 ? `${checks.length} ${checks.length === 1 ? 'check' : 'checks'} passed` : '';
  return [checked, ...badges.filter((badge) => badge !== 'software-adapter' && badge !== 'quantised-clock').map((badge) => badgeWords[badge].name)]
    .filter(Boolean)
    .join(', ');
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-kernels-figure': LabKernelsFigure;
  }
}
