/** `<lab-world-figure>`: sites, users and who is served from where, on a map of the world; a site that is taken shows all that is known of it. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { carbonAttribution } from '../../../catalogue/carbon.ts';
import { worldChart, worldLayout, worldMarkAt } from '../../../charts/world-map.ts';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import '../../figures/frame/figure.ts';
import { originOfAnswer } from '../../figures/why/origin-of.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { siteName } from '../../text/placement-words.ts';
import { withSwitches } from '../question/edits.ts';
import { placementPage } from '../question/page.ts';
import { drawnFlows, drawnMarks, quantities, quantityIds, toneLegend, worldTitle, type QuantityId } from './world-marks.ts';
import { worldSites, worldUsers, type WorldSite } from './world-sites.ts';
import { siteFacts, siteLine, standingWords, userLine, worldTable } from './world-words.ts';
import { worldStyles } from './world.styles.ts';

@customElement('lab-world-figure')
export class LabWorldFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, worldStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @state() private quantity: QuantityId = 'capacity';
  /** The site whose note is open. */
  @state() private open: string | null = null;

  protected override render(): TemplateResult {
    const { question, view } = placementPage(this.session);
    const asked = question.current;
    const shown = view.shown;
    const answer = shown?.answer ?? null;
    const sites = worldSites(asked, shown?.of ?? asked, answer);
    const users = worldUsers(asked);
    const marks = drawnMarks(sites, users, this.quantity);
    const flows = answer ? drawnFlows(answer, sites, users) : [];
    const heading = worldTitle(sites, answer);
    const legend = { tone: toneLegend(sites, this.quantity) };
    const open = sites.find(({ id }) => id === this.open) ?? null;
    return html`<div class="colour" role="radiogroup" aria-label="Colour of the sites">
        ${quantityIds.map(
          (id) =>
            html`<label class="pill"
              ><input
                type="radio"
                name="quantity"
                .checked=${live(id === this.quantity)}
                ?disabled=${!quantities[id].has(sites)}
                @change=${() => (this.quantity = id)}
              /><span>${quantities[id].name}</span></label
            >`,
        )}
      </div>
      <lab-figure
        direct
        class=${view.state.kind === 'running' && shown !== null ? 'dimmed' : ''}
        .heading=${heading}
        .drawing=${(width: number) => {
          const layout = worldLayout(marks, flows, legend, width);
          return {
            draw: (active: number | null) => html`${worldChart(layout, `${heading}. A map of ${sites.length} sites`, active)}`,
            locate: (x: number, y: number) => worldMarkAt(layout, x, y),
            points: [...sites.map((site) => siteLine(site)), ...users.map((each) => userLine(each.id, answer))],
          };
        }}
        .table=${worldTable(sites)}
        .origin=${originOfAnswer({ modelVersion: answer?.modelVersion ?? this.session.estimate.modelVersion, sources: answer?.sources ?? [] }, location.href.replace(/#.*$/, ''), 'world')}
        hint="Enter or a press shows all of it."
        .source=${`Area: accelerators, stated or as likely by power and kind of site. Lines: who is served from where${answer ? ', with the round trip planned for' : ''}. Land: Natural Earth.${this.quantity === 'carbon' ? ` ${carbonAttribution}` : ''}`}
        @lab-take=${(event: CustomEvent<number>) => (this.open = sites[event.detail]?.id ?? null)}
      >
        ${open ? this.note(open) : nothing}
      </lab-figure>`;
  }

  private note(site: WorldSite): TemplateResult {
    const { question } = placementPage(this.session);
    const asked = question.current;
    const closed = asked.switches?.closed ?? [];
    const isClosed = closed.includes(site.id);
    return html`<aside
      class="note"
      role="region"
      aria-label=${siteName(site.id)}
      @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && (this.open = null)}
    >
      <h3>${siteName(site.id)}</h3>
      <p class="small quiet">${standingWords(site)}</p>
      <dl>
        ${siteFacts(site).map(
          ([term, value]) =>
            html`<div>
              <dt>${term}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      <div class="commands">
        ${
          site.standing === 'unconfirmed' && !isClosed
            ? nothing
            : html`<button
                class="secondary"
                type="button"
                aria-pressed=${isClosed}
                @click=${() => question.change(withSwitches(asked, { closed: isClosed ? closed.filter((id) => id !== site.id) : [...closed, site.id] }))}
              >
                ${isClosed ? 'Open it again' : 'Plan without it'}
              </button>`
        }
        <button class="plain" type="button" @click=${() => (this.open = null)}>Close this note</button>
      </div>
    </aside>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-world-figure': LabWorldFigure;
  }
}
