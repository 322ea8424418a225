/**
 * `<lab-number>`: a labelled number. It reports only what can be asked; for the rest it says below itself what was expected and whose
 * answer still stands on the page.
 */
import { consume } from '@lit/context';
import { html, LitElement, noChange, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { numberFieldStyles } from './number-field.styles.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';

export interface NumberField {
  readonly label: string;
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  /** Nothing is no answer here: `min` itself is too little. */
  readonly aboveMin?: boolean;
  /** Fractions are allowed unless it counts whole things. */
  readonly whole?: boolean;
  readonly placeholder?: string;
  /** Null is reported only by a field that may be empty. */
  readonly mayBeEmpty?: boolean;
  /** What else may be wrong with a value, in a sentence; null where nothing is. */
  readonly fault?: (value: number | null) => string | null;
  /** Not part of the scenario, so that the answer on the page does not wait for it. */
  readonly apart?: boolean;
  readonly onValue: (value: number | null) => void;
}

export function numberField(field: NumberField): TemplateResult {
  return html`<lab-number .field=${field}></lab-number>`;
}

@customElement('lab-number')
export class LabNumber extends LitElement {
  static override styles = [textStyles, controlStyles, numberFieldStyles];

  @property({ attribute: false }) field!: NumberField;
  @consume({ context: sessionContext })
  @property({ attribute: false })
  session: Session | undefined;
  @state() private wrong = '';
  @query('input') private readonly input!: HTMLInputElement;

  override focus(options?: FocusOptions): void {
    this.input.focus(options);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('field');
    // The value was set elsewhere: by an undo, a preset, another field.
    if (before && before.value !== this.field.value) this.say('');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.session?.drafts.set(this, null);
  }

  protected override render(): TemplateResult {
    const { label, value, min, max, whole, placeholder, mayBeEmpty } = this.field;
    const wrong = this.wrong !== '';
    return html`<label class="field"
        ><span>${label}</span
        ><input
          type="number"
          inputmode="decimal"
          .value=${wrong ? noChange : live(shown(value))}
          min=${min}
          max=${max}
          .step=${whole ? '1' : 'any'}
          placeholder=${placeholder ?? nothing}
          ?required=${!mayBeEmpty}
          aria-invalid=${wrong ? 'true' : nothing}
          aria-describedby=${wrong ? 'wrong' : nothing}
          @change=${this.onChange}
          @input=${this.onInput}
      /></label>
      <p class="wrong small" id="wrong" role="status">${this.wrong}</p>`;
  }

  private onChange(): void {
    const fault = this.fault();
    this.say(fault ?? '');
    if (fault === null) this.field.onValue(this.input.value === '' ? null : this.input.valueAsNumber);
  }

  /** Nobody is interrupted while typing; only a word that no longer holds is taken back. */
  private onInput(): void {
    if (this.wrong !== '' && this.fault() === null) this.say('');
  }

  private fault(): string | null {
    const { input, field } = this;
    const { min, max, aboveMin, whole, mayBeEmpty, apart } = field;
    const stays = apart ? '' : ` ${staysWords(field)}`;
    const value = input.value === '' ? null : input.valueAsNumber;
    const allowed =
      value === null
        ? mayBeEmpty && !input.validity.badInput
        : value >= min && value <= max && !(aboveMin && value === min) && (!whole || Number.isInteger(value));
    if (value !== null && value > max) return `Expected at most ${counts.format(max)}.${stays}`;
    if (!allowed) return `${expected(field)}${stays}`;
    const other = field.fault?.(value) ?? null;
    return other === null ? null : `${other}${stays}`;
  }

  private say(fault: string): void {
    this.wrong = fault;
    // In a layer that scrolls, the words may come to stand below its edge.
    if (fault !== '') void this.updateComplete.then(() => this.scrollIntoView({ block: 'nearest' }));
    const { label, value, apart } = this.field;
    if (!apart) this.session?.drafts.set(this, fault === '' ? null : { label, answered: shown(value) });
  }
}

/** Twelve digits: without the noise of a division by a unit. */
const shown = (value: number | null): string => (value === null ? '' : String(Number(value.toPrecision(12))));

const counts = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });

function expected({ min, max, aboveMin, whole, mayBeEmpty }: NumberField): string {
  // Where only nothing is too little, the other end is so far off that its digits would say nothing.
  const from = aboveMin ? `above ${counts.format(min)}` : `from ${counts.format(min)} to ${counts.format(max)}`;
  return `Expected a ${whole ? 'whole number' : 'number'} ${from}${mayBeEmpty ? ', or nothing' : ''}.`;
}

const staysWords = ({ value }: NumberField): string =>
  value === null ? 'The answer stays as it was.' : `The answer is still for ${counts.format(value)}.`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-number': LabNumber;
  }
}
