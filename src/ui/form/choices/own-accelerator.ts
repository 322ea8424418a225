/**
 * `<lab-own-accelerator>`: an editable copy of the accelerator in the sentence. The first edit makes it the visitor's
 * own; it travels in the link.
 */
import { html, LitElement, noChange, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { accelerator } from '../../../catalogue/accelerators.ts';
import { parseScenario } from '../../../scenario/parse.ts';
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
  @state() private nameless = false;

  protected override render(): TemplateResult {
    const copy = copyOf(this.scenario);
    if (copy === null)
      return html`<p class="quiet small">
        The catalogue lacks the memory, bandwidth or peak of this accelerator, so there is nothing to copy. Choose another to begin with.
      </p>`;
    const { memoryBytes, memoryBandwidth, peak, scaleUp, tdp, usdPerHour, usd } = copy;
    // A field that a link of accelerators needs both halves of falls back on what a PCIe card has: 64 GB/s, alone.
    const link = scaleUp ?? { bandwidth: 64e9, size: 1 };
    const put = <K extends keyof CustomAccelerator>(key: K, value: CustomAccelerator[K] | null): CustomAccelerator =>
      value === null ? (without(copy, key) as CustomAccelerator) : { ...copy, [key]: value };
    const row = (
      label: string,
      value: number | undefined,
      unit: Unit,
      edited: (given: number | null) => CustomAccelerator,
      mayBeEmpty = true,
    ): TemplateResult => {
      const made = (given: number | null): CustomAccelerator => this.named(edited(given && given * unit.scale));
      return numberField({
        label,
        value: value === undefined ? null : rounded(value / unit.scale),
        min: 0,
        aboveMin: true,
        max: 1e9,
        whole: unit === piece,
        mayBeEmpty,
        placeholder: 'unknown',
        fault: (given) => acceleratorFault(this.scenario, made(given), unit),
        onValue: (given) => this.take(made(given)),
      });
    };
    const peakOf = (format: keyof CustomAccelerator['peak']): TemplateResult =>
      row(`${format}, TFLOP/s`, peak[format], teraflops, (given) =>
        put('peak', given === null ? without(peak, format) : { ...peak, [format]: given }),
      );
    const linkOf = (given: Partial<typeof link> | null): CustomAccelerator => put('scaleUp', given && { ...link, ...given });
    return html`<div class="stack">
      <p class="quiet small">
        ${typeof this.scenario.accelerator === 'string' ? `A copy of ${copy.name}: change a figure and it is yours.` : 'Yours. Choose one of the catalogue to go back.'}
        Peaks are dense, links one way.
      </p>
      <div>
        <label class="field"
          ><span>Name</span
          ><input
            type="text"
            maxlength="80"
            aria-invalid=${this.nameless ? 'true' : nothing}
            aria-describedby=${this.nameless ? 'nameless' : nothing}
            .value=${this.nameless ? noChange : live(copy.name)}
            @change=${(event: Event) => this.rename(copy, (event.target as HTMLInputElement).value)}
        /></label>
        <p class="wrong small" id="nameless" role="status">${this.nameless ? `Expected a name. It is still called ${copy.name}.` : ''}</p>
      </div>
      <div class="pair">
        ${row('Memory, GiB', memoryBytes, gibibytes, (given) => put('memoryBytes', given), false)}
        ${row('Bandwidth, GB/s', memoryBandwidth, gigabytes, (given) => put('memoryBandwidth', given), false)} ${peakOf('bf16')} ${peakOf('fp8')}
        ${peakOf('fp4')} ${row('Link, GB/s', scaleUp?.bandwidth, gigabytes, (given) => linkOf(given === null ? null : { bandwidth: given }))}
        ${row('Linked together', scaleUp?.size, piece, (given) => linkOf(given === null ? null : { size: given }))}
        ${row('Power, W', tdp, watt, (given) => put('tdp', given))} ${row('Rent, $/h', usdPerHour, dollar, (given) => put('usdPerHour', given))}
        ${row('Price, $', usd, dollar, (given) => put('usd', given))}
      </div>
    </div>`;
  }

  private rename(copy: CustomAccelerator, name: string): void {
    this.nameless = name.trim() === '';
    if (!this.nameless) this.take({ ...copy, name: name.trim() });
  }

  /** A copy of a catalogue's chip is no longer that chip once a figure of it is another. */
  private named(accelerator: CustomAccelerator): CustomAccelerator {
    return typeof this.scenario.accelerator === 'string' ? { ...accelerator, name: `My ${accelerator.name}` } : accelerator;
  }

  private take(accelerator: CustomAccelerator): void {
    this.dispatchEvent(new ChangeEvent({ accelerator, parallel: null }));
  }
}

/** How a field counts, and what the scenario counts in. */
interface Unit {
  readonly scale: number;
  readonly words: string;
}
const gibibytes: Unit = { scale: 2 ** 30, words: 'bytes' },
  gigabytes: Unit = { scale: 1e9, words: 'bytes a second' },
  teraflops: Unit = { scale: 1e12, words: 'FLOP a second' },
  watt: Unit = { scale: 1, words: 'watts' },
  dollar: Unit = { scale: 1, words: 'dollars' },
  piece: Unit = { scale: 1, words: 'accelerators' };

/** What a scenario with this accelerator would be refused for, in a sentence. */
function acceleratorFault(scenario: Scenario, accelerator: CustomAccelerator, { words }: Unit): string | null {
  const parsed = parseScenario({ ...scenario, accelerator, parallel: null });
  if (parsed.ok || !parsed.error.path.startsWith('accelerator')) return null;
  if (parsed.error.path === 'accelerator.peak') return 'At least one peak is needed.';
  return `In ${words}: ${parsed.error.message}.`;
}

function without<T extends object, K extends keyof T>(object: T, key: K): Omit<T, K> {
  const { [key]: _, ...others } = object;
  return others;
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
