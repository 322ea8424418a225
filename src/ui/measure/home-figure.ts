/**
 * `<lab-home-figure>`: electricity for a million tokens at home beside the list prices of the same model, by host, and when a bought GPU
 * pays. What a browser does not tell (watts, price) comes from the named GPU or from the visitor.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { medianElectricityPrice } from '../../catalogue/world-medians.ts';
import { homeCost, type HomeCost } from '../../estimate/own-gpu/home-cost.ts';
import { answeringPower, type HomePower, type OwnGpu } from '../../estimate/own-gpu/own-gpu.ts';
import { sessionContext } from '../../session/context.ts';
import type { Session } from '../../session/session.ts';
import { formatCount, formatDate, formatMoney } from '../../units/format.ts';
import '../figures/frame/figure.ts';
import { originOf, withMore } from '../figures/why/origin-of.ts';
import { numberField } from '../form/choices/number-field.ts';
import { tableStyles } from '../style/table.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { providerName } from '../text/fleet-words.ts';
import { againstWords, breakEvenWords, homeSentences, homeTitle, listedPrice } from '../text/home-cost.ts';
import { homeStyles } from './home.styles.ts';

@customElement('lab-home-figure')
export class LabHomeFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles, tableStyles, homeStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  /** As the visitor typed them; null takes what the named GPU or the catalogue has. */
  @state() private watts: number | null = null;
  @state() private usdPerKilowattHour: number | null = null;
  @state() private purchase: number | null = null;

  protected override render(): TemplateResult {
    const { own, run } = this.session;
    if (run === null || own.own === null || run.adapter.fallback)
      return html`<h2>What a token costs at home</h2>
        <p class="note">
          ${run?.adapter.fallback ? 'The processor did the work, so nothing is said about a GPU.' : 'Once your GPU has been measured, its electricity stands here beside what hosts ask for the same model.'}
        </p>`;
    const power = this.watts === null ? rated(own.client?.power?.value) : { watts: this.watts, logSd: 0 };
    // Nothing to pay back is as if nothing were bought.
    const purchaseUsd = (this.purchase ?? own.client?.price?.value ?? null) || null;
    return html`${
      power === null
        ? html`<h2>What a token costs at home</h2>
            <p class="note">A browser does not tell how much power a GPU draws: say above which one it is, or give its watts.</p>`
        : this.figure(own.own, homeCost(own.own, { power, usdPerKilowattHour: this.usdPerKilowattHour, purchaseUsd }), power, purchaseUsd)
    }
    ${this.fields()}`;
  }

  private fields(): TemplateResult {
    const { client } = this.session.own;
    return html`<div class="fields" role="group" aria-label="What a token at home rests on">
      ${numberField({ label: 'Electricity, $/kWh', value: this.usdPerKilowattHour, placeholder: `${medianElectricityPrice.value}`, min: 0, max: 10, mayBeEmpty: true, apart: true, onValue: (value) => (this.usdPerKilowattHour = value) })}
      ${numberField({ label: 'Power while it answers, W', value: this.watts, ...hint(rated(client?.power?.value)?.watts), min: 0, aboveMin: true, max: 100_000, mayBeEmpty: true, apart: true, onValue: (value) => (this.watts = value) })}
      ${numberField({ label: 'Purchase price, $', value: this.purchase, ...hint(client?.price?.value), min: 0, max: 10_000_000, mayBeEmpty: true, apart: true, onValue: (value) => (this.purchase = value) })}
    </div>`;
  }

  private figure({ model }: OwnGpu, cost: HomeCost, { watts, logSd }: HomePower, purchaseUsd: number | null): TemplateResult {
    const { electricity, hosts, years, date } = cost;
    const printed = formatMoney(electricity);
    const bought = purchaseUsd !== null;
    return html`<lab-figure
      tabular
      .heading=${homeTitle(model.name, cost)}
      .table=${{
        columns: [
          { key: 'who', title: 'Who' },
          { key: 'usd', title: 'A million output tokens' },
          { key: 'against', title: 'Against electricity here' },
          { key: 'breakEven', title: `Tokens a day that pay the purchase in ${years} years` },
        ],
        rows: [
          { who: 'At home, electricity', usd: electricity, against: '', breakEven: '' },
          ...hosts.map((host) => ({
            who: `${providerName(host.provider)}, ${host.offer}`,
            usd: listedPrice(host.usd),
            against: againstWords(host),
            breakEven: breakEvenWords(host),
          })),
        ],
      }}
      .origin=${withMore(originOf(this.session, 'home'), [
        [
          'at home',
          `${Math.round(watts)} W, ${this.usdPerKilowattHour === null ? `${medianElectricityPrice.value} $/kWh, the median of countries` : `${this.usdPerKilowattHour} $/kWh`}`,
        ],
      ])}
      source=${`Output tokens of one person at a time at ${Math.round(watts)} W${logSd > 0 ? ', what a GPU draws of its rated power while it reads weights' : ''}; prompts are left out on both sides.${this.usdPerKilowattHour === null ? ' Electricity is the median of what large users pay, with its range over countries: households mostly pay more.' : ''}${hosts.length > 0 ? ` List prices of ${formatDate(date)}, the lowest tier of each host.` : ''}`}
    >
      ${homeSentences(cost, purchaseUsd).map((words) => html`<p class="note">${words}</p>`)}
      <div class="scroll" tabindex="0" role="region" aria-label="A token at home and at hosts">
        <table>
          <thead>
            <tr>
              <th scope="col">Who</th>
              <th scope="col" class="n">$/M tokens</th>
              ${bought ? html`<th scope="col" class="n">Tokens a day to pay</th>` : nothing}
            </tr>
          </thead>
          <tbody>
            <tr class="home">
              <td>At home, electricity</td>
              <td class="n">${printed.value} <small>${printed.range}</small></td>
              ${bought ? html`<td class="n"></td>` : nothing}
            </tr>
            ${hosts.map(
              (host) =>
                html`<tr>
                  <td>${providerName(host.provider)} <small>${againstWords(host)}</small></td>
                  <td class="n">${listedPrice(host.usd)}</td>
                  ${bought ? html`<td class="n">${breakEvenWords(host)}</td>` : nothing}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </lab-figure>`;
  }
}

const rated = (watts: number | undefined): HomePower | null => (watts === undefined ? null : answeringPower(watts));

/** The catalogue's own number, seen where nothing is typed. */
const hint = (value: number | undefined): { readonly placeholder?: string } =>
  value === undefined ? {} : { placeholder: formatCount(Math.round(value)) };

declare global {
  interface HTMLElementTagNameMap {
    'lab-home-figure': LabHomeFigure;
  }
}
