/** `<lab-year-figure>`: a year in dollars by each way to pay, with the cheapest host beside them, as a picture and as a file. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { accelerator } from '../../catalogue/accelerators.ts';
import { costChart, costLayout, costRowAt, type CostBar } from '../../charts/cost-chart.ts';
import { seriesColour } from '../../charts/series.ts';
import { sessionContext } from '../../session/context.ts';
import { fleetViewOf } from '../../session/fleet-view.ts';
import type { Session } from '../../session/session.ts';
import { fileStem, saveFile } from '../figures/frame/figure-export.ts';
import '../figures/frame/figure.ts';
import { headerOf, linkOf } from '../figures/why/provenance-of.ts';
import { chooseStyles } from '../choose/choose.styles.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { bigMoney, nameOf } from '../text/fleet-words.ts';
import { modelName } from '../text/phrases.ts';
import { yearCsv, yearLines, yearTitle, type YearLine } from '../text/year-words.ts';

@customElement('lab-year-figure')
export class LabYearFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, chooseStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const { shown, state } = fleetViewOf(this.session);
    const best = shown?.answer.best ?? null;
    if (!shown?.year || best === null)
      return html`<h2>A year by each way to pay</h2>
        <p class="small quiet">
          ${this.session.scenario.current.requestsPerSecond === null ? 'It needs a rate.' : state.kind === 'failed' ? 'It could not be worked out.' : shown && best === null ? 'No fleet that can be ranked carries this load.' : 'Every accelerator of the catalogue is tried. This takes a few seconds.'}
        </p>`;
    const lines = yearLines(shown.year, nameOf(best), shown.answer.hosts);
    const heading = yearTitle(lines);
    const bars = barsOf(lines, accelerator(best)?.vendor ?? '');
    return html`<lab-figure
      class=${state.kind === 'running' ? 'dimmed' : ''}
      .heading=${heading}
      .drawing=${(width: number) => {
        const layout = costLayout(bars, width);
        return {
          draw: (active: number | null) =>
            html`${costChart(layout, layout.stacked ? '' : 'a year', `${heading}. ${lines.length} ways to pay on a logarithmic axis of dollars a year.`, active)}`,
          locate: (_: number, y: number) => costRowAt(layout, y),
          points: lines.map(lineWords),
        };
      }}
      .table=${{
        columns: [
          { key: 'way', title: 'Way to pay' },
          { key: 'usdPerYear', title: 'A year' },
          { key: 'accelerators', title: 'Accelerators' },
          { key: 'note', title: 'Note' },
        ],
        rows: lines.map(({ name, usdPerYear, accelerators, detail, why }) => ({ way: name, usdPerYear, accelerators, note: why || detail })),
      }}
      .header=${headerOf(this.session)}
      .link=${linkOf(this.session)}
      source="Dollars a year for this many accelerators. 80 % intervals of the price of an hour, and of how many a rate needs where their count is open; a list price has none. People, support and migration are not in it."
    >
      <button class="secondary file" type="button" @click=${() => this.download(lines)}>Download .csv</button>
    </lab-figure>`;
  }

  private download(lines: readonly YearLine[]): void {
    const name = modelName(this.session.scenario.current);
    saveFile(
      `${fileStem(`a year of ${name}`)}.csv`,
      new Blob([yearCsv(lines, [['question', `a year of ${name}`], ...headerOf(this.session).filter(([key]) => key !== 'sources')])], {
        type: 'text/csv',
      }),
    );
  }
}

/** Names that no vendor has for what is no accelerator. */
const barsOf = (lines: readonly YearLine[], vendor: string): readonly CostBar[] =>
  lines.map(({ id, name, detail, usdPerYear, why }) => ({
    id,
    name,
    detail,
    colour: id === 'host' ? 'var(--series-purple)' : seriesColour(vendor),
    own: false,
    chosen: false,
    cost: usdPerYear,
    ranked: true,
    note: why,
  }));

function lineWords({ name, detail, usdPerYear, why }: YearLine): string {
  if (usdPerYear === null) return `${name}: ${why}.`;
  const { value, range } = bigMoney(usdPerYear);
  return `${name}: ${value} a year${range ? `, ${range}` : ''}. ${detail}.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-year-figure': LabYearFigure;
  }
}
