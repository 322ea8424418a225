/** `<lab-signal>`: one signal: what it found, its verdict, definition, month, n and coverage, its values with intervals, and links to more. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { intervalChart, intervalLayout, intervalRowAt } from '../../charts/interval-chart.ts';
import { ratioChart, ratioLayout } from '../../charts/ratio-chart.ts';
import type { Signal, SignalId } from '../../index.ts';
import { sessionContext } from '../../session/context.ts';
import type { Session } from '../../session/session.ts';
import { scenarioLink } from '../../share/scenario-link.ts';
import { formatCount, formatQuantity, formatShare } from '../../units/format.ts';
import { chooseStyles } from '../choose/choose.styles.ts';
import '../figures/frame/figure.ts';
import { linkOf, originOfAnswer } from '../figures/why/origin-of.ts';
import type { Drawing } from '../figures/frame/figure.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { sourceLines } from '../text/assumption.ts';
import {
  drawnRows,
  signalNames,
  signalQuantity,
  signalTitle,
  signalUnits,
  valueWords,
  verdictWords,
  type SignalLink,
  type SignalRow,
} from '../text/signal-words.ts';
import { signalStyles } from './signal.styles.ts';
import { signalsOf } from './signals-session.ts';
import { capital } from '../text/capital.ts';

@customElement('lab-signal')
export class LabSignal extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, chooseStyles, signalStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @property() of: SignalId = 'token-economics';

  protected override render(): TemplateResult {
    const { shown, state } = signalsOf(this.session);
    const signal = shown?.answer.signals.find(({ id }) => id === this.of);
    if (!shown || !signal)
      return html`<h2>${signalNames[this.of]}</h2>
        <p class="small quiet">
          ${state.kind === 'running' ? 'It is being worked out.' : state.kind === 'failed' ? 'It could not be worked out.' : 'It has not been worked out.'}
        </p>`;
    const rows = drawnRows(signal);
    const heading = signalTitle(signal);
    return html`<lab-figure
      .heading=${heading}
      .drawing=${(width: number) => drawing(signal, rows, heading, width)}
      .table=${{
        columns: [
          { key: 'group', title: 'Group' },
          { key: 'value', title: 'Value' },
          { key: 'n', title: 'n' },
          { key: 'verdict', title: 'Verdict' },
          { key: 'notes', title: 'Notes' },
        ],
        rows: signal.values.map((value) => ({
          group: value.group,
          value: signalQuantity(value),
          n: value.n,
          verdict: value.verdict === null ? '' : verdictWords(value.verdict),
          notes: value.notes.join('; '),
        })),
      }}
      .origin=${originOfAnswer({ modelVersion: shown.answer.modelVersion, sources: signal.sources }, linkOf(this.session), this.of, signal.asOf)}
      source=${`${signalUnits[signal.id]} 80 % intervals. The table has every value of the signal.`}
    >
      ${this.facts(signal)} ${this.more(rows)} ${sources(signal)}
    </lab-figure>`;
  }

  private facts({ definition, verdict, asOf, n, coverage }: Signal): TemplateResult {
    return html`<p class="verdict ${verdict ?? ''}">
        <b>${verdict === null ? 'No verdict' : capital(verdictWords(verdict))}</b>${verdict === null ? ': there is no line to judge it by' : ''}
      </p>
      <p class="note">${capital(definition)}.</p>
      <dl class="facts">
        <div>
          <dt>As of</dt>
          <dd>${monthWords(asOf)}</dd>
        </div>
        <div>
          <dt>n</dt>
          <dd>${formatCount(n)}</dd>
        </div>
        <div>
          <dt>Coverage</dt>
          <dd>${coverage === null ? '–' : formatShare(coverage)}</dd>
        </div>
      </dl>`;
  }

  /** What each group lacks, and the page that answers more about it. */
  private more(rows: readonly SignalRow[]): TemplateResult | typeof nothing {
    const linked = rows.filter(({ link }) => link !== null);
    return linked.length === 0
      ? nothing
      : html`<details>
          <summary>More about each</summary>
          <ul>
            ${linked.map(
              ({ name, detail, value, link }) =>
                html`<li>
                  ${link ? html`<a href=${this.href(link)}>${name}</a>` : name},
                  ${detail}${value.verdict === null ? '' : `: ${verdictWords(value.verdict)}`}${value.notes.length > 0 ? html`<small>${value.notes.join('; ')}</small>` : nothing}
                </li>`,
            )}
          </ul>
        </details>`;
  }

  private href({ page, model, accelerator }: SignalLink): string {
    const { navigation, scenario } = this.session;
    const base = new URL(navigation.hrefOf(page), location.href);
    if (model === undefined && accelerator === undefined) return base.href;
    const next = {
      ...scenario.current,
      accelerators: null,
      parallel: null,
      weights: null,
      ...(model !== undefined && { model }),
      ...(accelerator !== undefined && { accelerator }),
    };
    return scenarioLink(base, next).href;
  }
}

/** Of many sources only their number stands open. */
function sources({ sources: codes }: Signal): TemplateResult {
  const lines = sourceLines({ source: codes });
  const list = html`<ul>
    ${lines.map(({ title, url }) => html`<li>${url === null ? title : html`<a href=${url} rel="noreferrer">${title}</a>`}</li>`)}
  </ul>`;
  return html`<details>
    <summary>${lines.length === 1 ? 'One source' : `${formatCount(lines.length)} sources`}</summary>
    ${list}
  </details>`;
}

const months = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const monthWords = (month: string): string => months.format(new Date(`${month}-01`));

function drawing({ id }: Signal, rows: readonly SignalRow[], heading: string, width: number): Drawing {
  const points = rows.map(({ name, detail, value }) => {
    const { range } = formatQuantity({ ...value, unit: '' });
    return `${name}, ${detail}: ${valueWords(value)}${range ? `, ${formatQuantity(signalQuantity(value)).range}` : ''}${value.verdict === null ? '' : `, ${verdictWords(value.verdict)}`}`;
  });
  if (id === 'token-economics' || id === 'alternatives') {
    const layout = ratioLayout(
      rows.map(({ name, detail, value }) => ({
        id: value.group,
        name: `${name}, ${detail}`,
        value: value.value,
        low: value.low,
        high: value.high,
        overlap: value.verdict !== 'better' && value.verdict !== 'worse',
      })),
      width,
    );
    return {
      draw: (active) => html`${ratioChart(layout, `${heading}. ${rows.length} ratios around one`, active)}`,
      locate: (_, y) => rowAt(y - layout.top, layout.rowHeight, rows.length),
      points,
    };
  }
  const layout = intervalLayout(
    rows.map(({ value, name, detail, colour }) => ({ id: value.group, name, detail, colour, quantity: value })),
    width,
  );
  const tick = (at: number): string => (id === 'throughput-per-watt' ? `${Number((at / 1e6).toPrecision(2))}M` : formatCount(at, 'short'));
  const byGroup = new Map(rows.map(({ value }) => [value as unknown, value]));
  return {
    draw: (active) =>
      html`${intervalChart(
        layout,
        tick,
        (quantity) => {
          const value = byGroup.get(quantity);
          return value ? valueWords(value) : '';
        },
        `${heading}. ${rows.length} values with intervals on a logarithmic axis`,
        active,
      )}`,
    locate: (_, y) => intervalRowAt(layout, y),
    points,
  };
}

function rowAt(y: number, rowHeight: number, count: number): number | null {
  const index = Math.floor(y / rowHeight);
  return index >= 0 && index < count ? index : null;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-signal': LabSignal;
  }
}
