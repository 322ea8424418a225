/** `<lab-break-even-figure>`: from which volume on a fleet is cheaper than hosts, worked out once the figure is near the screen. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { accelerator } from '../../catalogue/accelerators.ts';
import { breakEvenAt, breakEvenChart, breakEvenLayout, type BreakEvenLine } from '../../charts/break-even-chart.ts';
import { noLegend } from '../../charts/legend.ts';
import { curveCorners, type BreakEvenCurve } from '../../fleet/break-even-curve.ts';
import type { YearWay } from '../../fleet/year.ts';
import { sessionContext } from '../../session/context.ts';
import { fleetViewOf } from '../../session/fleet-view.ts';
import type { Session } from '../../session/session.ts';
import { watchSignals } from '../../session/watch.ts';
import { chooseStyles } from '../choose/choose.styles.ts';
import '../figures/frame/figure.ts';
import type { Drawing } from '../figures/frame/figure.ts';
import { originOf } from '../figures/why/origin-of.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { breakEvenFound, breakEvenTitle, breakEvenTwin, leadWay, tokensAMonth, tokenWords, waysOf } from '../text/break-even-words.ts';
import { bigMoney, nameOf, providerName } from '../text/fleet-words.ts';
import { severalOf } from '../text/names.ts';
import { cheapestWay, wayNames, yearLines } from '../text/year-words.ts';
import { formatCount, formatShare } from '../../units/format.ts';

type Way = YearWay['way'];

/** Ways of one chip are no makers: they have colours that no other line here has. */
const colours = {
  reserved: 'var(--series-green)',
  'on-demand': 'var(--series-orange)',
  own: 'var(--series-blue)',
  price: 'var(--series-sky)',
} as const satisfies Record<Way, string>;
const hostColour = 'var(--series-purple)';

@customElement('lab-break-even-figure')
export class LabBreakEvenFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, chooseStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @state() private near = false;
  #unwatch = (): void => undefined;

  readonly #seen = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      this.#seen.disconnect();
      this.near = true;
      this.#unwatch = watchSignals(() => {
        const { shown } = fleetViewOf(this.session);
        if (shown?.year && shown.curve === null) void fleetViewOf(this.session).askCurve(this.session.calibration);
      });
    },
    { rootMargin: '400px' },
  );

  override connectedCallback(): void {
    super.connectedCallback();
    this.#seen.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#seen.disconnect();
    this.#unwatch();
  }

  protected override render(): TemplateResult {
    const { shown, state: at } = fleetViewOf(this.session);
    const found = shown?.curve ?? null;
    const curve = found && 'curve' in found ? found.curve : null;
    const best = shown?.year && shown.answer.best !== null ? cheapestWay(yearLines(shown.year, nameOf(shown.answer.best), shown.answer.hosts)) : null;
    const lead = curve && leadWay(curve, best);
    if (curve === null || lead === null)
      return html`<h2>From which volume on a fleet is cheaper than a host</h2>
        <p class="small quiet" role="status">${this.waiting()}</p>`;
    const heading = breakEvenTitle(curve, lead, severalOf(2, accelerator(curve.accelerator)?.name ?? curve.accelerator).replace(/^\S+ /, ''));
    return html`<lab-figure
      class=${at.kind === 'running' ? 'dimmed' : ''}
      .heading=${heading}
      .drawing=${(width: number) => drawing(curve, lead, heading, width)}
      .table=${breakEvenTwin(curve)}
      .legend=${{ ...noLegend, colours: linesOf(curve, lead).map(({ name, colour }) => ({ name, colour })) }}
      .legended=${true}
      .origin=${originOf(this.session, 'break-even')}
      .source=${aboutOf(curve, lead)}
    ></lab-figure>`;
  }

  private waiting(): string {
    const { shown, state: at } = fleetViewOf(this.session);
    if (this.session.scenario.current.requestsPerSecond === null) return 'It needs a rate.';
    if (at.kind === 'failed') return 'It could not be worked out.';
    if (shown && shown.answer.best === null) return 'No fleet that can be ranked carries this load.';
    const curve = shown?.curve ?? null;
    if (curve && 'failed' in curve) return `It could not be worked out: ${curve.failed}.`;
    if (curve && 'curve' in curve) return 'No way to pay for this fleet has a price.';
    return curve && this.near ? `Trying 25 volumes: ${formatShare(curve.share)}` : 'Volumes from a thirtieth to thirty times of this one are tried.';
  }
}

function linesOf(curve: BreakEvenCurve, lead: Way): readonly BreakEvenLine[] {
  const scaled = (corners: ReturnType<typeof curveCorners>): BreakEvenLine['corners'] =>
    corners.map(([rate, usd]) => [tokensAMonth(curve, rate), usd]);
  const ends = [curve.points[0]?.requestsPerSecond ?? 1, curve.points.at(-1)?.requestsPerSecond ?? 1];
  return [
    ...waysOf(curve).map((way): BreakEvenLine => ({
      name: wayNames[way],
      colour: colours[way],
      chosen: way === lead,
      dashed: false,
      corners: scaled(curveCorners(curve.points, way, 'value')),
      band: way === lead ? [scaled(curveCorners(curve.points, way, 'low')), scaled(curveCorners(curve.points, way, 'high'))] : null,
    })),
    ...curve.hosts.map(({ provider, is, usdPerMonthPerRate }): BreakEvenLine => ({
      name: `${providerName(provider)}, ${is}`,
      colour: hostColour,
      chosen: false,
      dashed: is === 'median',
      corners: scaled(ends.map((rate) => [rate, rate * usdPerMonthPerRate])),
      band: null,
    })),
  ];
}

function drawing(curve: BreakEvenCurve, lead: Way, heading: string, width: number): Drawing {
  const lines = linesOf(curve, lead);
  const at = ({ requestsPerSecond, usdPerMonth }: BreakEvenCurve['points'][number]): readonly [number, number] => [
    tokensAMonth(curve, requestsPerSecond),
    usdPerMonth[lead]?.value ?? 0,
  ];
  const crossing = breakEvenFound(curve, lead)?.rates.at(-1);
  const asked = curve.points.find(({ requestsPerSecond }) => requestsPerSecond === curve.requestsPerSecond);
  const layout = breakEvenLayout(
    lines,
    { crossing: crossing === undefined ? null : tokensAMonth(curve, crossing), asked: asked ? at(asked) : null, points: curve.points.map(at) },
    width,
  );
  const words = {
    summary: `${heading}. Dollars a month against tokens a month, both logarithmic, ${lines.length} lines.`,
    crossing: crossing === undefined ? '' : `break-even: ${tokenWords(tokensAMonth(curve, crossing))}`,
    asked: `you, ${formatCount(curve.requestsPerSecond)} a second`,
  };
  return {
    draw: (active) => html`${breakEvenChart(layout, words, active)}`,
    locate: (x, y) => breakEvenAt(layout, x, y),
    points: curve.points.map((point) => pointWords(curve, lead, point)),
  };
}

function pointWords(curve: BreakEvenCurve, lead: Way, { requestsPerSecond, accelerators, usdPerMonth }: BreakEvenCurve['points'][number]): string {
  const own = usdPerMonth[lead];
  const said = own ? bigMoney(own) : { value: '–', range: '' };
  const hosts = curve.hosts.map(({ provider, usdPerMonthPerRate: usd }) => {
    const bill = usd * requestsPerSecond;
    return `${providerName(provider)} ${bigMoney({ value: bill, low: bill, high: bill }).value}`;
  });
  return `${tokenWords(tokensAMonth(curve, requestsPerSecond))} tokens a month, ${formatCount(Number(requestsPerSecond.toPrecision(2)))} requests a second: ${wayNames[lead].toLowerCase()} ${said.value}, ${said.range}, ${formatCount(accelerators)} ${nameOf(curve.accelerator)}; ${hosts.join(', ')}.`;
}

function aboutOf(curve: BreakEvenCurve, lead: Way): string {
  const crossing = breakEvenFound(curve, lead)?.rates.at(-1);
  const rate = crossing === undefined ? '' : ` Break-even is at ${formatCount(Number(crossing.toPrecision(2)))} requests a second.`;
  return `Dollars a month. Steps are whole accelerators; ways to pay need the same number of them, so their lines never cross.${rate} Band: 80 % interval of ${wayNames[lead].toLowerCase()}.${curve.hosts.length > 0 ? ' Hosts at their list prices.' : ''} People, support and migration are not in it.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-break-even-figure': LabBreakEvenFigure;
  }
}
