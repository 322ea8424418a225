/** `<lab-independence-figure>`: in how few hands the plan lies, by vendor, operator, country and law; and how far its sites are at home. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { siteFacts } from '../../../catalogue/factory/site-facts.ts';
import { dependenceKinds, type DependenceKind, type PlacementAnswer } from '../../../placement/plan/answer.ts';
import { controlOf } from '../../../placement/law/site-control.ts';
import { sovereigntyOf } from '../../../placement/law/sovereignty.ts';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { formatCount, formatShare } from '../../../units/format.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { countryName, hoursPerMonth, siteName } from '../../text/placement-words.ts';
import { bigMoney } from '../../text/fleet-words.ts';
import { placementPage } from '../question/page.ts';
import { aroundStyles } from './around.styles.ts';
import { dependenceShown, evenHands, holderName } from './dependence.ts';

const kindNames: Readonly<Record<DependenceKind, string>> = {
  vendor: 'Maker of the chips',
  operator: 'Owner of the sites',
  country: 'Country',
  jurisdiction: 'Law over the controls',
};

@customElement('lab-independence-figure')
export class LabIndependenceFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, aroundStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const { shown } = placementPage(this.session).view;
    const found = shown && dependenceShown(shown.answer);
    if (!found)
      return html`<h2>In whose hands</h2>
        <p class="small quiet">${shown ? 'Nothing runs.' : 'There is no plan yet.'}</p>`;
    const most = dependenceKinds.map((kind) => ({ kind, ...found.of[kind] })).toSorted((a, b) => b.share - a.share)[0];
    return html`<h2>
        ${most ? `${holderName(most.kind, most.largest)} holds ${formatShare(most.share)} of the ${found.by === 'power' ? 'plan’s power' : 'plan’s accelerators'}` : 'In whose hands'}
      </h2>
      <div class="bars">${dependenceKinds.map((kind) => this.bar(kind, found.of[kind]))}</div>
      <p class="small quiet source">
        Bars: the index of Herfindahl and Hirschman, 10,000 for one hand, by
        ${found.by === 'power' ? 'facility power' : 'number of accelerators, since the power of some is not known'}. ${this.diversity(shown.answer)}
      </p>
      ${this.sovereignty(shown.answer)}`;
  }

  private bar(
    kind: DependenceKind,
    { hhi, largest, share }: { readonly hhi: number; readonly largest: string; readonly share: number },
  ): TemplateResult {
    const hands = evenHands(hhi);
    return html`<div class="bar">
      <span
        >${kindNames[kind]}<br /><small
          >${formatCount(Math.round(hhi))}: as ${hands < 1.05 ? 'one hand' : `${hands.toFixed(1)} even hands`}</small
        ></span
      >
      ${svg`<svg viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label="${kindNames[kind]}: index ${formatCount(Math.round(hhi))} of 10,000"><rect x="0" y="0" width="100" height="12" fill="var(--wash)"/><rect x="0" y="0" width=${hhi / 100} height="12" fill="var(--accent)"/></svg>`}
      <span>${holderName(kind, largest)} <small>${formatShare(share)}</small></span>
    </div>`;
  }

  private diversity({ priceOfDiversity: price }: PlacementAnswer): TemplateResult | typeof nothing {
    if (!price || price.value === 0 || !price.unit.startsWith('USD')) return nothing;
    const month = price.value * hoursPerMonth;
    return html`The limits on shares cost ${bigMoney({ value: month, low: 0.97 * month, high: 1.03 * month }).value} a month,
    ${formatShare(price.share)}.`;
  }

  /** Each site for the country that it stands in: how far its own law and its own people reach. */
  private sovereignty({ sites }: PlacementAnswer): TemplateResult {
    const rows = sites.flatMap(({ id }) => {
      // A site of one's own is not in the catalogue.
      if (siteFacts(id) === undefined) return [];
      const control = controlOf(id);
      return [{ id, found: sovereigntyOf(control, control.territory) }];
    });
    if (rows.length === 0) return html``;
    return html`<h3>How far each site is at home where it stands</h3>
      <ul class="rows">
        ${rows.map(
          ({ id, found }) =>
            html`<li>
              <span
                >${siteName(id)}<small
                  >for ${countryName(found.home)}: owner ${found.levels.owner === 'home' ? 'at home' : found.levels.owner}, chips
                  ${found.levels.chipMaker === 'home' ? 'at home' : found.levels.chipMaker}</small
                ></span
              ><span class="worth">${found.score.toFixed(2)}${found.seal === null ? '' : ` · SEAL-${String(found.seal)}`}</span>
            </li>`,
        )}
      </ul>
      <p class="small quiet">Scores of the EU Cloud Sovereignty Framework as a catalogue can read them; no auditor was asked.</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-independence-figure': LabIndependenceFigure;
  }
}
