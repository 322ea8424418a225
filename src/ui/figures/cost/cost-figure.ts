/** `<lab-cost-figure>`: accelerators by cost, with the visitor's own GPU as a row once it has been measured. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { costChart, costLayout } from '../../../charts/cost-chart.ts';
import { rowAt } from '../../../charts/row-at.ts';
import { costTitle, mostTelling } from '../../../charts/cost-title.ts';
import { evidenceLegend, formatDate } from '../../../units/format.ts';
import { catalogueDate } from '../../../catalogue/read-cell.ts';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { ChangeEvent } from '../../form/choices/change-event.ts';
import { evidenceIcon } from '../frame/evidence.ts';
import '../frame/figure.ts';
import type { Drawing } from '../frame/figure.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { shortModel } from '../../text/names.ts';
import { modelName, ownershipWords, workloadWords } from '../../text/phrases.ts';
import { costTwin, drawnRows, rowLine, type DrawnRow } from './cost-rows.ts';
import { headerOf, linkOf } from '../why/provenance-of.ts';
import { costFigureStyles } from './cost-figure.styles.ts';

/** Rows before "show all": a picture that fits one screen. */
const firstRows = 12;

@customElement('lab-cost-figure')
export class LabCostFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, costFigureStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @state() private all = false;

  protected override render(): TemplateResult {
    const { costRows, scenario } = this.session;
    const chosen = typeof scenario.current.accelerator === 'string' ? scenario.current.accelerator : null;
    const priced = drawnRows(costRows, chosen);
    const withOwn = [...priced, ...editedRow(this.session), ...ownRow(this.session)];
    const shown = mostTelling(withOwn, this.all ? withOwn.length : firstRows);
    const heading = costTitle(priced, modelName(scenario.current));
    return html`<lab-figure
      .heading=${heading}
      .table=${costTwin(costRows)}
      .drawing=${(width: number) => this.drawing(shown, heading, width)}
      hint="Enter puts it in the sentence."
      .link=${linkOf(this.session)}
      .header=${headerOf(this.session)}
      .source=${`Dollars per million output tokens, ${workloadWords(scenario.current)}, ${ownershipWords(scenario.current.ownership)}. 80 % intervals. Catalogue of ${formatDate(catalogueDate)}.`}
      @lab-take=${(event: CustomEvent<number>) => this.choose(shown[event.detail])}
    >
      ${this.more(costRows.length, priced.length, shown.length, withOwn.length)}
      <span slot="source" class="legend">${evidenceLegend.map(({ evidence }) => html`<span>${evidenceIcon(evidence)} ${evidence}</span>`)}</span>
    </lab-figure>`;
  }

  private more(all: number, priced: number, shown: number, drawable: number): TemplateResult {
    const unpriced = all - priced;
    return html`<div class="below">
      ${drawable > firstRows + 2 ? html`<button class="plain" type="button" aria-expanded=${this.all} @click=${() => (this.all = !this.all)}>${this.all ? 'Show the most telling' : `Show all ${drawable}`}</button>` : nothing}
      ${this.all || shown === drawable ? nothing : html`<span>${shown} shown: the cheapest, and the cheapest of each maker.</span>`}
      ${this.session.own.own !== null && this.session.run?.adapter.fallback === false && ownRow(this.session).length === 0 ? html`<span>Your GPU is not among them yet: say above which one it is, since a browser does not tell its price.</span>` : nothing}
      ${unpriced > 0 ? html`<span>${unpriced} more cannot run it or have no published price; the table says why.</span>` : nothing}
    </div>`;
  }

  private drawing(rows: readonly DrawnRow[], summary: string, width: number): Drawing {
    const layout = costLayout(rows, width);
    return {
      draw: (active) =>
        html`${costChart(layout, `${summary}. ${rows.length} accelerators on a logarithmic axis of dollars per million tokens.`, active)}`,
      locate: (_, y) => rowAt(layout, rows.length, y),
      points: rows.map(rowLine),
    };
  }

  private choose(row: DrawnRow | undefined): void {
    if (row && row.vendor !== '') this.dispatchEvent(new ChangeEvent({ accelerator: row.id, accelerators: null, parallel: null }));
  }
}

/** An accelerator of the visitor's own making, which no table has. */
function editedRow({ scenario, estimate }: Session): readonly DrawnRow[] {
  const { accelerator, weights } = scenario.current,
    cost = estimate.usdPerMillionOutputTokens;
  if (typeof accelerator === 'string' || cost === null) return [];
  const detail = [weights ?? '', `${estimate.accelerators ?? 1} in all, edited by you`].filter(Boolean).join(' · ');
  return [
    { id: 'edited', name: accelerator.name, detail, colour: 'var(--ink)', own: false, chosen: true, cost, vendor: '', announced: false, keep: true },
  ];
}

/** The visitor's GPU, once it is measured and they have said what it is; a processor is not a GPU. */
function ownRow({ own, run, claim }: Session): readonly DrawnRow[] {
  const cost = own.own?.usdPerMillionOutputTokens ?? null;
  if (!own.own || cost === null || (run ?? claim?.run)?.adapter.fallback !== false) return [];
  const detail = `${shortModel(own.own.model.name)}, ${own.own.weights} · ${own.client?.name ?? ''}`;
  return [
    {
      id: 'own',
      name: run ? 'Your GPU' : 'Their GPU',
      detail,
      colour: 'var(--accent)',
      own: true,
      chosen: false,
      cost,
      vendor: '',
      announced: false,
      keep: true,
    },
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-cost-figure': LabCostFigure;
  }
}
