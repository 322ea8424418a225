/**
 * `<lab-own-accelerator>`: an editable copy of the accelerator in the sentence. The first edit makes it the visitor's
 * own; it travels in the link.
 */
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { accelerator } from '../../../catalogue/accelerators.ts';
import type { CustomAccelerator, Scenario } from '../../../scenario/scenario.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { shortName } from '../../text/names.ts';
import { ChangeEvent } from './change-event.ts';
import { choicesStyles } from './choices.styles.ts';
import { numberField } from './number-field.ts';

@customElement('lab-own-accelerator')
export class LabOwnAccelerator extends LitElement {
  static override styles = [textStyles, controlStyles, choicesStyles];

  @property({ attribute: false }) scenario!: Scenario;

  protected override render(): TemplateResult {
    const copy = copyOf(this.scenario);
    if (copy === null)
      return html`<p class="quiet small">
        The catalogue lacks the memory, bandwidth or peak of this accelerator, so there is nothing to copy. Choose another to begin with.
      </p>`;
    const { memoryBytes, memoryBandwidth, peak, scaleUp, tdp, usdPerHour } = copy;
    // A field that a link of accelerators needs both halves of falls back on what a PCIe card has: 64 GB/s, alone.
    const link = scaleUp ?? { bandwidth: 64e9, size: 1 };
    const row = (label: string, value: number | undefined, scale: number, edit: (value: number) => Partial<CustomAccelerator>): TemplateResult =>
      numberField({
        label,
        value: value === undefined ? null : rounded(value / scale),
        min: 0,
        max: 1e9,
        mayBeEmpty: true,
        placeholder: 'unknown',
        onValue: (given) => given !== null && given > 0 && this.edit(copy, edit(given * scale)),
      });
    return html`<div class="stack">
      <p class="quiet small">
        ${typeof this.scenario.accelerator === 'string' ? `A copy of ${copy.name}: change a figure and it is yours.` : 'Yours. Choose one of the catalogue to go back.'}
        Peaks are dense, links one way.
      </p>
      <label class="field"
        ><span>Name</span
        ><input
          type="text"
          maxlength="80"
          .value=${copy.name}
          @change=${(event: Event) => this.rename(copy, (event.target as HTMLInputElement).value)}
      /></label>
      <div class="pair">
        ${row('Memory, GiB', memoryBytes, 2 ** 30, (value) => ({ memoryBytes: value }))}
        ${row('Bandwidth, GB/s', memoryBandwidth, 1e9, (value) => ({ memoryBandwidth: value }))}
        ${row('bf16, TFLOP/s', peak.bf16, 1e12, (value) => ({ peak: { ...peak, bf16: value } }))}
        ${row('fp8, TFLOP/s', peak.fp8, 1e12, (value) => ({ peak: { ...peak, fp8: value } }))}
        ${row('fp4, TFLOP/s', peak.fp4, 1e12, (value) => ({ peak: { ...peak, fp4: value } }))}
        ${row('Link, GB/s', scaleUp?.bandwidth, 1e9, (value) => ({ scaleUp: { ...link, bandwidth: value } }))}
        ${row('Linked together', scaleUp?.size, 1, (value) => ({ scaleUp: { ...link, size: Math.round(value) } }))}
        ${row('Power, W', tdp, 1, (value) => ({ tdp: value }))} ${row('Rent, $/h', usdPerHour, 1, (value) => ({ usdPerHour: value }))}
        ${row('Price, $', copy.usd, 1, (value) => ({ usd: value }))}
      </div>
    </div>`;
  }

  private rename(copy: CustomAccelerator, name: string): void {
    if (name.trim() !== '') this.edit(copy, { name: name.trim() });
  }

  private edit(copy: CustomAccelerator, patch: Partial<CustomAccelerator>): void {
    const name = typeof this.scenario.accelerator === 'string' && patch.name === undefined ? `My ${copy.name}` : copy.name;
    this.dispatchEvent(new ChangeEvent({ accelerator: { ...copy, name, ...patch }, parallel: null }));
  }
}

/** Five digits: a catalogue's figure divided by its unit without the noise of doing so. */
const rounded = (value: number): number => Number(value.toPrecision(5));

/** A scenario's accelerator as one that can be edited, without what the catalogue does not know; null where that is too much. */
export function copyOf({ accelerator: chosen }: Pick<Scenario, 'accelerator'>): CustomAccelerator | null {
  if (typeof chosen !== 'string') return chosen;
  const known = accelerator(chosen);
  if (!known?.memoryBytes || !known.memoryBandwidth) return null;
  const peak = Object.fromEntries(
    (['bf16', 'fp8', 'fp4', 'int8'] as const).flatMap((format) => (known.peak[format] ? [[format, known.peak[format].value]] : [])),
  );
  if (Object.keys(peak).length === 0) return null;
  const { bandwidth, size } = known.scaleUp;
  return {
    name: shortName(known.name),
    class: known.class,
    peak,
    memoryBytes: known.memoryBytes.value,
    memoryBandwidth: known.memoryBandwidth.value,
    ...(bandwidth && size && { scaleUp: { bandwidth: bandwidth.value, size: size.value } }),
    ...(known.scaleOut && { scaleOut: { bandwidth: known.scaleOut.value } }),
    ...(known.tdp && { tdp: known.tdp.value }),
    ...(known.onDemandPrice && { usdPerHour: known.onDemandPrice.value }),
    ...(known.purchasePrice && { usd: known.purchasePrice.value }),
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-own-accelerator': LabOwnAccelerator;
  }
}
