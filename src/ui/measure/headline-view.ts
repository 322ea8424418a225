/** The headline of a run: what the GPU would do for its owner, and the question which GPU it is. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ClientGpu } from '../../catalogue/client-gpus.ts';
import { yearsAtHome, type OwnGpu } from '../../estimate/own-gpu/own-gpu.ts';
import { formatMemory, formatMoney } from '../../units/format.ts';
import type { PickerOption } from '../form/picker/options.ts';
import '../form/picker/picker.ts';
import { headlineOf } from '../text/headline.ts';
import '../form/word/word.ts';

export interface HeadlineView {
  readonly own: OwnGpu | null;
  readonly software: boolean;
  /** Whole models stand above it: then this is what the kernels alone say. */
  readonly second: boolean;
  readonly client: ClientGpu | null;
  readonly clients: readonly ClientGpu[];
  readonly onName: (id: string) => void;
}

export function headlineView({ own, software, second, client, clients, onName }: HeadlineView): TemplateResult {
  if (own === null)
    return second
      ? html`The run lacks the kernels that an estimate for other models is made of.`
      : html`Measured. The run lacks the kernels that a token’s time is made of.`;
  const { subject, rate, anchor } = headlineOf(own);
  return html`${second ? 'Estimated from the kernels: ' : nothing}${subject}: <strong>${rate}</strong>,
    ${anchor}${software ? html`, on the processor` : nothing}.
    ${
      software
        ? nothing
        : html`<span class="which"
            >This is
            <lab-word
              label="Which GPU is this"
              .words=${client?.name ?? 'a GPU whose price is unknown'}
              .content=${() => html`<lab-picker data-first label="Client GPU" .options=${clientOptions(clients)} .value=${client?.id ?? ''} @lab-pick=${(event: CustomEvent<string>) => onName(event.detail)}></lab-picker>`}
            ></lab-word
            >${price(own)}.</span
          >`
    }
    ${own.substituted === null ? nothing : html`<span class="which">${own.substituted}, so this is ${subject}.</span>`}`;
}

function price({ usdPerMillionOutputTokens: usd }: OwnGpu): TemplateResult | typeof nothing {
  return usd === null
    ? nothing
    : html`: about ${formatMoney(usd).value} a million tokens with its price over ${yearsAtHome} years, ${formatMoney(usd).range}`;
}

export function clientOptions(clients: readonly ClientGpu[]): readonly PickerOption[] {
  return clients.map((gpu) => ({
    id: gpu.id,
    label: gpu.name,
    group: gpu.vendor,
    detail: [
      gpu.memorySizes.map(formatMemory).join(' or '),
      gpu.price ? formatMoney(gpu.price.value).value : 'price unknown',
      gpu.power ? `${gpu.power.value} W` : '',
    ]
      .filter(Boolean)
      .join(' · '),
  }));
}
