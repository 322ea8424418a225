/** `<lab-year-figure>`: a year in dollars by each way to pay, with the cheapest host beside them, as a picture and as a file. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { accelerator } from '../../catalogue/accelerators.ts';
import { costChart, costLayout, costRowAt, type CostBar } from '../../charts/cost-chart.ts';
import type { Legend } from '../../charts/legend.ts';
import { seriesColour } from '../../charts/series.ts';
import { sessionContext } from '../../session/context.ts';
import { fleetViewOf } from '../../session/fleet-view.ts';
import type { Session } from '../../session/session.ts';
import { saveCsv } from '../figures/frame/take-ways.ts';
import '../figures/frame/figure.ts';
import { originOf } from '../figures/why/origin-of.ts';
import { chooseStyles } from '../choose/choose.styles.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { evidenceLevels } from '../../units/quantity.ts';
import { bigMoney, nameOf } from '../text/fleet-words.ts';
import { modelName } from '../text/phrases.ts';
import { yearLines, yearTitle, yearTwin, type YearLine } from '../text/year-words.ts';

@customElement('lab-year-figure')
export class LabYearFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, chooseStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @state() private saved = '';

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
    const vendor = accelerator(best)?.vendor ?? '';
    const bars = barsOf(lines, vendor);
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
      .table=${yearTwin(lines)}
      .origin=${originOf(this.session, 'year')}
      .legend=${legendOf(lines, vendor)}
      .source=${about}
    >
      <span slot="tools" class="small quiet" role="status">${this.saved}</span>
      <button slot="tools" class="secondary file" type="button" @click=${() => void this.download(heading, lines)}>Download .csv</button>
    </lab-figure>`;
  }

  private async download(heading: string, lines: readonly YearLine[]): Promise<void> {
    const title = `a year of ${modelName(this.session.scenario.current)}`;
    this.saved = await saveCsv({ title, about: `${heading}. ${about}`, origin: originOf(this.session, 'year'), ...yearTwin(lines) });
  }
}

const about =
  'Dollars a year for this many accelerators. 80 % intervals of the price of an hour, and of how many a rate needs where their count is open; a list price has none. People, support and migration are not in it.';

function legendOf(lines: readonly YearLine[], vendor: string): Legend {
  const marks = new Set(lines.map(({ usdPerYear }) => usdPerYear?.evidence));
  return {
    marks: evidenceLevels.filter((level) => marks.has(level)),
    colours: [
      { name: `accelerators of ${vendor}`, colour: seriesColour(vendor) },
      ...lines.filter(({ id }) => id === 'host').map(() => ({ name: 'a host, by the token', colour: hostColour })),
    ],
    leftOut: '',
  };
}

const hostColour = 'var(--series-purple)';

/** Names that no vendor has for what is no accelerator. */
const barsOf = (lines: readonly YearLine[], vendor: string): readonly CostBar[] =>
  lines.map(({ id, name, detail, usdPerYear, why }) => ({
    id,
    name,
    detail,
    colour: id === 'host' ? hostColour : seriesColour(vendor),
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
