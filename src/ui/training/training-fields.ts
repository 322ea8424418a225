/** `<lab-training-fields>`: what one word of a run's sentence governs. An empty field is left to the lab. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { trainingModels } from '../../catalogue/training-models.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { globalBatchOf, recomputations, trainingPrecisions, type AskedParallel, type Recompute } from '../../scenario/training.ts';
import { trainingPresets } from '../../scenario/training-presets.ts';
import { formatCount } from '../../units/format.ts';
import { choicesStyles } from '../form/choices/choices.styles.ts';
import { numberField, type NumberField } from '../form/choices/number-field.ts';
import { radioList } from '../form/choices/radio-list.ts';
import type { PickerOption } from '../form/picker/options.ts';
import '../form/picker/picker.ts';
import { QuestionEvent } from '../page/question-event.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { acceleratorOptions, modelOptions } from '../text/options.ts';
import { withMethod, type TrainingQuestion } from '../text/training-question.ts';
import { kindNames, methodNames, precisionNames, tokenWords } from '../text/training-words.ts';

export type TrainingTopic = 'kind' | 'method' | 'model' | 'tokens' | 'hardware' | 'precision' | 'batch' | 'layout' | 'deadline' | 'hours';

/** The largest published runs use 100,000. */
const mostAccelerators = 1_048_576;
const tokenLevels = [1e7, 1e8, 1e9, 1e11, 1e12, 15e12] as const;
const billion = 1e9;

@customElement('lab-training-fields')
export class LabTrainingFields extends LitElement {
  static override styles = [textStyles, controlStyles, choicesStyles];

  @property({ attribute: false }) topic: TrainingTopic = 'kind';
  @property({ attribute: false }) asked!: TrainingQuestion;
  @property({ attribute: false }) scenario!: Scenario;
  /** Accelerators that the answer took. */
  @property({ attribute: false }) used: number | null = null;

  protected override render(): TemplateResult {
    return html`<div class="stack">${this.fields()}</div>`;
  }

  private fields(): TemplateResult {
    const { asked } = this;
    switch (this.topic) {
      case 'kind':
        return this.kinds();
      case 'method':
        return html`${radioList(
          'Method',
          (['full', 'lora', 'qlora'] as const).map((id) => ({ id, name: methodNames[id], note: methodNotes[id] })),
          asked.method ?? 'full',
          (id) => this.ask(withMethod(asked, { kind: id === 'full' ? asked.kind : 'fine-tune', method: id as 'full' | 'lora' | 'qlora' })),
        )}
        ${(asked.method ?? 'full') === 'full' ? nothing : this.number({ label: 'Rank of the adapters', whole: true, value: asked.loraRank ?? null, min: 1, max: 4096, placeholder: '16', onValue: (value) => this.set({ loraRank: value }) })}`;
      case 'model':
        return html`<lab-picker
          data-first
          label="Model"
          .options=${trainedOptions()}
          .value=${nameIn(asked.model ?? this.scenario.model)}
          @lab-pick=${(event: CustomEvent<string>) => this.set({ model: event.detail, accelerators: null, ...searched })}
        ></lab-picker>`;
      case 'tokens':
        return html`<div class="presets" role="group" aria-label="Tokens">
            ${tokenLevels.map((level) => html`<button type="button" aria-pressed=${asked.tokens === level} @click=${() => this.set({ tokens: level })}>${tokenWords(level)}</button>`)}
          </div>
          ${this.number({ label: 'Tokens of the whole run, billions', value: asked.tokens ? asked.tokens / billion : null, min: 1e-9, max: 1e9, placeholder: 'not said', fault: (value) => (value === null && asked.deadlineHours ? 'The deadline needs a number of tokens.' : null), onValue: (value) => this.set({ tokens: value === null ? null : Number((value * billion).toPrecision(12)), ...(value === null && { utilisation: null }) }) })}
          <p class="quiet small">Those read in training, each time that they are read. Without them there are no hours and no dollars.</p>`;
      case 'hardware':
        return html`${this.number({ label: 'How many', whole: true, value: asked.accelerators ?? null, min: 1, max: mostAccelerators, placeholder: this.used === null ? 'found' : `${formatCount(this.used)}, found`, onValue: (value) => this.set({ accelerators: value }) })}
          <p class="quiet small">Empty: the fewest that hold the run; with a deadline the cheapest number that meets it.</p>
          <lab-picker
            data-first
            label="Accelerator"
            .options=${acceleratorOptions()}
            .value=${nameIn(asked.accelerator ?? this.scenario.accelerator)}
            @lab-pick=${(event: CustomEvent<string>) => this.set({ accelerator: event.detail, accelerators: null, ...searched })}
          ></lab-picker>`;
      case 'precision':
        return radioList(
          'Precision',
          trainingPrecisions.map((id) => ({ id, name: precisionNames[id] })),
          asked.precision ?? 'bf16',
          (id) => this.set({ precision: id as TrainingQuestion['precision'] & string }),
        );
      case 'batch':
        return this.batch();
      case 'layout':
        return this.layout();
      case 'deadline':
        return html`${this.number({ label: 'Hours to end it in', value: asked.deadlineHours ?? null, min: 1e-3, max: 1e6, placeholder: 'none', fault: (value) => (value !== null && !asked.tokens ? 'Hours need the number of tokens of the run: say it first.' : null), onValue: (value) => this.set({ deadlineHours: value }) })}
          <p class="quiet small">Where the number of accelerators is left to the lab, it takes the cheapest that ends in time.</p>`;
      case 'hours':
        return html`${this.number({ label: 'Paid hours in use, %', value: (asked.utilisation ?? 1) * 100, min: 0.01, max: 100, placeholder: '100', fault: (value) => (value !== null && value < 100 && !asked.tokens ? 'A share of paid hours needs hours: say the tokens first.' : null), onValue: (value) => this.set({ utilisation: value === null || value === 100 ? null : Number((value / 100).toPrecision(12)) }) })}
          <p class="quiet small">Time that failures and checkpoints take is counted apart.</p>`;
      default:
        return this.topic satisfies never;
    }
  }

  private kinds(): TemplateResult {
    const { asked } = this;
    return html`${radioList(
        'Kind of run',
        [
          { id: 'fine-tune', name: kindNames['fine-tune'], note: 'a model that is there learns from your own tokens' },
          { id: 'pre-train', name: kindNames['pre-train'], note: 'all weights from nothing, on tokens by the trillion' },
        ],
        asked.kind,
        (id) =>
          this.ask(
            id === 'pre-train'
              ? withMethod({ ...asked, globalBatch: null }, { kind: 'pre-train', method: 'full' })
              : withMethod({ ...asked, globalBatch: null }, { kind: 'fine-tune', method: asked.method ?? 'full' }),
          ),
      )}
      <h3>Runs that people know</h3>
      <div class="presets" role="group" aria-label="Runs that people know">
        ${trainingPresets.map(({ name, sets, source }) => html`<button type="button" title=${source} @click=${() => this.ask({ ...sets })}>${name}</button>`)}
      </div>`;
  }

  private batch(): TemplateResult {
    const { asked } = this;
    const sequence = asked.sequence ?? 4096;
    const usual = globalBatchOf({ globalBatch: null, kind: asked.kind, sequence });
    const batch = asked.globalBatch ?? usual;
    return html`<div class="pair">
        ${this.number({ label: 'Tokens of a sequence', whole: true, value: asked.sequence ?? null, min: 1, max: 10_000_000, placeholder: '4096', onValue: (value) => this.set({ sequence: value }) })}
        ${this.number({ label: 'Sequences a step', whole: true, value: asked.globalBatch ?? null, min: 1, max: 10_000_000, placeholder: String(usual), onValue: (value) => this.set({ globalBatch: value }) })}
        ${this.number({ label: 'Sequences of one pass', whole: true, value: asked.microBatch ?? null, min: 1, max: 100_000, placeholder: 'searched', fault: (value) => (value !== null && batch % value !== 0 ? `It has to divide a step of ${formatCount(batch)}.` : null), onValue: (value) => this.set({ microBatch: value }) })}
      </div>
      <p class="quiet small">A step is what the optimiser sees at once.</p>`;
  }

  private layout(): TemplateResult {
    const { asked } = this;
    const field = (label: string, key: keyof AskedParallel, max: number): TemplateResult =>
      this.number({
        label,
        whole: true,
        value: asked.parallel?.[key] ?? null,
        min: key === 'shard' ? 0 : 1,
        max,
        placeholder: 'searched',
        onValue: (value) => this.parallel({ [key]: value }),
      });
    return html`<div class="pair">
        ${field('Tensor', 'tensor', 1024)} ${field('Pipeline', 'pipeline', 1024)} ${field('Context', 'context', 1024)}
        ${field('Expert', 'expert', 4096)} ${field('Parts of a stage', 'virtualPipeline', 256)} ${field('ZeRO stage', 'shard', 3)}
      </div>
      ${radioList(
        'Computed twice',
        [{ id: 'searched', name: 'As little as makes room' }, ...recomputations.map((id) => ({ id, name: recomputeNames[id] }))],
        asked.recompute ?? 'searched',
        (id) => this.set({ recompute: id === 'searched' ? null : (id as Recompute) }),
      )}`;
  }

  private parallel(patch: Partial<AskedParallel>): void {
    const next = Object.fromEntries(Object.entries({ ...this.asked.parallel, ...patch }).filter(([, value]) => value !== null));
    this.set({ parallel: Object.keys(next).length === 0 ? null : next });
  }

  private number(field: Omit<NumberField, 'mayBeEmpty'>): TemplateResult {
    return numberField({ ...field, mayBeEmpty: true });
  }

  /** Null takes a key out: what is not said is the default. */
  private set(patch: { readonly [Key in keyof TrainingQuestion]?: TrainingQuestion[Key] | null }): void {
    this.ask(Object.fromEntries(Object.entries({ ...this.asked, ...patch }).filter(([, value]) => value !== null)) as unknown as TrainingQuestion);
  }

  private ask(question: TrainingQuestion): void {
    const known = Object.fromEntries(Object.entries(question).filter(([, value]) => value !== null)) as unknown as TrainingQuestion;
    this.dispatchEvent(new QuestionEvent(known));
  }
}

/** What was found for another model or chip goes back to the lab. */
const searched = { parallel: null, microBatch: null, recompute: null } as const;

const methodNotes = {
  full: 'weights, gradients and both moments of the optimiser',
  lora: 'small matrices beside frozen weights of 16 bits',
  qlora: 'the same beside weights stored in 4 bits: least memory, more time',
} as const;

const recomputeNames = {
  none: 'Nothing',
  selective: 'Norms and activation functions',
  full: 'Whole layers',
} as const satisfies Record<Recompute, string>;

const nameIn = (id: unknown): string => (typeof id === 'string' ? id : '');

const trainedOptions = (): readonly PickerOption[] => [
  ...modelOptions(),
  ...trainingModels().map(({ id, name, parametersTotal }) => ({
    id,
    label: name,
    group: 'Shapes that published runs use',
    detail: `${formatCount(parametersTotal, 'short')} parameters`,
  })),
];

declare global {
  interface HTMLElementTagNameMap {
    'lab-training-fields': LabTrainingFields;
  }
}
