/** `<lab-cost-figure>`: accelerators by cost, with the visitor's own GPU as a row once it has been measured. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { costChart, costLayout, costRowAt } from '../../../charts/cost-chart.ts';
import { costTitle, mostTelling } from '../../../charts/cost-title.ts';
import { formatDate } from '../../../units/format.ts';
import { catalogueDate } from '../../../catalogue/read-cell.ts';
import { rankedCost } from '../../../estimate/views/rank.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { ChangeEvent } from '../../form/choices/change-event.ts';
import '../frame/figure.ts';
import type { Drawing } from '../frame/figure.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { shortModel } from '../../text/names.ts';
import { loadWords, modelName, ownershipWords, targetWords, workloadWords } from '../../text/phrases.ts';
import { isCheckedMaker } from '../../../validation/checked-makers.ts';
import { legendOf } from './cost-legend.ts';
import { drawnRows, rowLine, type DrawnRow } from './cost-rows.ts';
import { costTwin } from './cost-twin.ts';
import { embedOf, originOf } from '../why/origin-of.ts';
import { costFigureStyles } from './cost-figure.styles.ts';

/** Rows before "show all": a picture that fits one screen. */
const firstRanked = 10;
const firstOthers = 4;

/** What rows are ranked by, and the axis shows. */
const monthly = ({ requestsPerSecond }: Scenario): boolean => requestsPerSecond !== null;
const costOf = ({ cost }: DrawnRow): number => cost?.value ?? Number.MAX_VALUE;

@customElement('lab-cost-figure')
export class LabCostFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, costFigureStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @state() private all = false;

  protected override render(): TemplateResult {
    const { costs } = this.session;
    if (costs === null)
      return html`<h2>What it costs on each accelerator</h2>
        <p class="small quiet" role="status">Each is given as many as the load needs. This is being worked out.</p>`;
    // What the rows answer, which is the last scenario until those of the next are whole.
    const asked = costs.scenario;
    const rows = drawnRows(costs.rows, asked);
    const own = [...editedRow(this.session, asked), ...ownRow(this.session, asked)];
    const ranked = [...rows.filter((row) => row.ranked), ...own].toSorted((a, b) => costOf(a) - costOf(b));
    const others = rows.filter((row) => !row.ranked);
    const shown = this.all
      ? [...ranked, ...others]
      : [
          ...mostTelling(ranked, firstRanked),
          ...mostTelling(
            others.filter(({ cost, keep }) => cost !== null || keep),
            firstOthers,
          ),
        ];
    const heading = costTitle(rows, modelName(asked));
    return html`<lab-figure
      .heading=${heading}
      .table=${costTwin(costs.rows, asked)}
      .drawing=${(width: number) => this.drawing(shown, monthly(asked), heading, width)}
      hint="Enter puts it in the sentence."
      .embed=${embedOf(this.session, 'costs')}
      .legend=${legendOf(shown, rows.length + own.length)}
      .origin=${originOf(this.session, 'costs')}
      .source=${`${monthly(asked) ? 'Dollars a month' : 'Dollars per million output tokens, all-in'}, ${workloadWords(asked)}, ${loadWords(asked)}, ${targetWords(asked)}, ${ownershipWords(asked.ownership)}. Each on as many as the load needs. 80 % intervals. Catalogue of ${formatDate(catalogueDate)}.`}
      @lab-take=${(event: CustomEvent<number>) => this.choose(shown[event.detail])}
    >
      ${this.more(shown, rows.length + own.length)}
    </lab-figure>`;
  }

  private more(shown: readonly DrawnRow[], drawable: number): TemplateResult {
    const unchecked = [
      ...new Set(shown.flatMap(({ cost, vendor, announced }) => (cost && !announced && vendor !== '' && !isCheckedMaker(vendor) ? [vendor] : []))),
    ];
    return html`${unchecked.length > 0 ? html`<p class="trust"><b>${unchecked.join(', ')}:</b> never checked against a published serving run of this maker.</p>` : nothing}
      <div class="below">
        ${drawable > shown.length || this.all ? html`<button class="plain" type="button" aria-expanded=${this.all} @click=${() => (this.all = !this.all)}>${this.all ? 'Show the most telling' : `Show all ${drawable}`}</button>` : nothing}
        ${this.all || shown.length === drawable ? nothing : html`<span>${shown.length} shown: the cheapest, and the cheapest of each maker. The rest, with what cannot serve this load and why, on a press.</span>`}
        ${this.session.own.own !== null && this.session.run?.adapter.fallback === false && !monthly(this.session.scenario.current) && ownRow(this.session, this.session.scenario.current).length === 0 ? html`<span>Your GPU is not among them yet: say above which one it is, since a browser does not tell its price.</span>` : nothing}
      </div>`;
  }

  private drawing(rows: readonly DrawnRow[], byMonth: boolean, summary: string, width: number): Drawing {
    const layout = costLayout(rows, width);
    return {
      draw: (active) =>
        html`${costChart(layout, byMonth ? (layout.stacked ? '' : 'a month') : '/M', `${summary}. ${rows.length} accelerators on a logarithmic axis of dollars ${byMonth ? 'a month' : 'per million output tokens, all-in'}.`, active)}`,
      locate: (_, y) => costRowAt(layout, y),
      points: rows.map((row) => rowLine(row, byMonth ? 'a month' : 'per million output tokens, all-in')),
    };
  }

  private choose(row: DrawnRow | undefined): void {
    if (row && row.vendor !== '')
      this.dispatchEvent(new ChangeEvent({ accelerator: row.id, accelerators: null, parallel: null, serving: 'aggregated' }));
  }
}

const ofVisitor = { ranked: true, note: '', vendor: '', announced: false, keep: true } as const;

/** An accelerator of the visitor's own making, which no table has. */
function editedRow({ scenario, estimate }: Session, asked: Scenario): readonly DrawnRow[] {
  const { accelerator, weights } = scenario.current,
    cost = rankedCost(estimate, scenario.current);
  if (typeof accelerator === 'string' || cost === null || monthly(asked) !== monthly(scenario.current)) return [];
  const detail = [weights ?? '', `${estimate.accelerators ?? 1} in all, edited by you`].filter(Boolean).join(' · ');
  return [{ ...ofVisitor, id: 'edited', name: accelerator.name, detail, colour: 'var(--ink)', own: false, chosen: true, cost }];
}

/** The visitor's GPU, once it is measured and they have said what it is; a processor is not a GPU, and nobody serves a rate with one. */
function ownRow({ own, run, claim }: Session, asked: Scenario): readonly DrawnRow[] {
  const cost = own.own?.usdPerMillionOutputTokens ?? null;
  if (!own.own || cost === null || monthly(asked) || (run ?? claim?.run)?.adapter.fallback !== false) return [];
  const detail = `${shortModel(own.own.model.name)}, ${own.own.weights} · ${own.client?.name ?? ''}, output alone`;
  return [{ ...ofVisitor, id: 'own', name: run ? 'Your GPU' : 'Their GPU', detail, colour: 'var(--accent)', own: true, chosen: false, cost }];
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-cost-figure': LabCostFigure;
  }
}
