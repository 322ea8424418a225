/** `<lab-fleets-figure>`: every fleet that carries the load as a table, those that are ranked first, then the others with why not. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FleetAnswer, FleetRow } from '../../fleet/fleet.ts';
import { sessionContext } from '../../session/context.ts';
import { fleetViewOf } from '../../session/fleet-view.ts';
import type { Session } from '../../session/session.ts';
import { formatMoney, formatQuantity, formatShare } from '../../units/format.ts';
import { evidenceIcon } from '../figures/frame/evidence.ts';
import '../figures/frame/figure.ts';
import { embedOf, originOf } from '../figures/why/origin-of.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { arrangementWords, bigMoney, exclusionWords, fleetCells, fleetsTitle, isRanked, nameOf, unrankedWords } from '../text/fleet-words.ts';
import { fleetsTwin } from '../text/fleets-twin.ts';
import { chooseStyles } from './choose.styles.ts';

/** Rows of each kind before "show all". */
const firstRanked = 8,
  firstOthers = 5;

@customElement('lab-fleets-figure')
export class LabFleetsFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, chooseStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @state() private all = false;

  protected override render(): TemplateResult {
    const { shown, state: at } = fleetViewOf(this.session);
    if (shown === null)
      return html`<h2>Fleets that carry this load</h2>
        <p class="small quiet">
          ${at.kind === 'failed' ? 'They could not be worked out.' : 'Every accelerator of the catalogue is tried. This takes a few seconds.'}
        </p>`;
    const { answer } = shown;
    return html`<lab-figure
      tabular
      class=${at.kind === 'running' ? 'dimmed' : ''}
      .heading=${fleetsTitle(answer)}
      .table=${fleetsTwin(answer)}
      .embed=${embedOf(this.session, 'fleet')}
      .origin=${originOf(this.session, 'fleets')}
      source="Each on as many accelerators as the load needs, arranged as costs least. With a rate, 80 % intervals are of the price of an hour and of how many are needed. Draws from the intervals, half of whose variance all share."
    >
      ${this.rows(answer)}
    </lab-figure>`;
  }

  private rows(answer: FleetAnswer): TemplateResult {
    const ranked = answer.fleets.filter(isRanked),
      others = answer.fleets.filter((row) => !isRanked(row));
    const out = [
      ...others.map((row) => ({ id: row.accelerator, row, why: unrankedWords(row) })),
      ...answer.excluded.map((each) => ({ id: each.accelerator, row: null, why: exclusionWords(each) })),
    ];
    const cut = <T>(rows: readonly T[], most: number): readonly T[] => (this.all ? rows : rows.slice(0, most));
    const hidden = Math.max(0, ranked.length - firstRanked) + Math.max(0, out.length - firstOthers);
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Fleets">
        <table>
          <thead>
            <tr>
              <th scope="col">Accelerator</th>
              <th scope="col">Fleet</th>
              <th scope="col" class="wide-only">Arrangement</th>
              <th scope="col" class="n">A month</th>
              <th scope="col" class="n wide-only">Per M out, all-in</th>
              <th scope="col" class="n wide-only">Tokens/s each</th>
              <th scope="col" class="n wide-only">First token, median</th>
              <th scope="col">Cheapest in</th>
            </tr>
          </thead>
          <tbody>
            ${cut(ranked, firstRanked).map((row) => fleetRow(row, row.accelerator === answer.best))}
          </tbody>
          <tbody class="rest">
            ${cut(out, firstOthers).map(
              ({ id, row, why }) =>
                html`<tr>
                  <td class="name">${row?.timePerOutputToken ? evidenceIcon(row.timePerOutputToken.evidence) : nothing} ${nameOf(id)}</td>
                  <td colspan="7">
                    <small>${row?.usdPerMonth ? `${fleetCells(row)}, ${bigMoney(row.usdPerMonth).value} a month; ` : ''}${why}</small>
                  </td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${hidden > 0 ? html`<button class="plain" type="button" aria-expanded=${this.all} @click=${() => (this.all = !this.all)}>${this.all ? 'Show fewer' : `Show all ${ranked.length + out.length}`}</button>` : nothing}`;
  }
}

function fleetRow(row: FleetRow, chosen: boolean): TemplateResult {
  const month = row.usdPerMonth && bigMoney(row.usdPerMonth);
  const share = row.probabilityCheapest ?? 0;
  const said = (quantity: FleetRow['timeToFirstToken']): string => {
    if (!quantity) return '–';
    const { value, unit } = formatQuantity(quantity);
    return `${value} ${unit}`;
  };
  return html`<tr class=${chosen ? 'chosen' : ''}>
    <td class="name">${row.timePerOutputToken ? evidenceIcon(row.timePerOutputToken.evidence) : nothing} ${nameOf(row.accelerator)}</td>
    <td class="name">${fleetCells(row)}</td>
    <td class="wide-only"><small>${arrangementWords(row)}</small></td>
    <td class="n">${month ? html`${month.value} <small class="wide-only">${month.range.replace('$', '')}</small>` : '–'}</td>
    <td class="n wide-only">${row.usdPerMillionOutputTokensAllIn ? formatMoney(row.usdPerMillionOutputTokensAllIn).value : '–'}</td>
    <td class="n wide-only">${row.tokensPerSecondPerUser ? formatQuantity(row.tokensPerSecondPerUser).value : '–'}</td>
    <td class="n wide-only">${said(row.timeToFirstTokenP50)}</td>
    <td class="share">
      <svg class="wide-only" viewBox="0 0 120 8" width="120" height="8" aria-hidden="true">
        ${svg`<rect width="120" height="8" rx="4" fill="var(--line)"/><rect width=${(120 * share).toFixed(1)} height="8" rx="4" fill="var(--accent)"/>`}</svg
      >${formatShare(share)}
    </td>
  </tr>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-fleets-figure': LabFleetsFigure;
  }
}
