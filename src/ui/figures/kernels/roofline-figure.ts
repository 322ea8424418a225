/**
 * `<lab-roofline-figure>`: what was reached, under the roof of what is possible. Before a run it is the datasheet roof
 * of the accelerator in the sentence with its modelled operators, and says so.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { rooflineChart, rooflineLayout, type Roof, type RoofPoint } from '../../../charts/roofline-chart.ts';
import type { TableTwin } from '../../../charts/table-twin.ts';
import type { Run } from '../../../run/run.ts';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { formatAt, formatRate, formatShare } from '../../../units/format.ts';
import type { Quantity } from '../../../units/quantity.ts';
import '../frame/figure.ts';
import type { Drawing } from '../frame/figure.ts';
import { textStyles } from '../../style/text.styles.ts';
import { acceleratorName } from '../../text/phrases.ts';
import { modelledOperators, type ModelledOperators } from './modelled-points.ts';
import { measuredPoints, measuredRoof, roofFinding } from './roofline-points.ts';
import { originOf } from '../why/origin-of.ts';

@customElement('lab-roofline-figure')
export class LabRooflineFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const { scenario, run, claim } = this.session;
    const shown = run ?? claim?.run ?? null;
    const name = acceleratorName(scenario.current);
    const target = modelledOperators(scenario.current, this.session.estimate, name);
    const who = run ? 'Your GPU' : claim ? 'Their GPU' : name;
    const own = shown ? measuredRoof(shown, shown.adapter.fallback ? 'Processor' : who) : null;
    const points = [...(shown ? measuredPoints(shown) : []), ...(target?.points ?? [])];
    const roofs = [own, target?.roof ?? null].filter((roof) => roof !== null);
    const heading = shown ? measuredTitle(shown, own, who) : targetTitle(target, name);
    if (roofs.length === 0) return html`<h2>${heading}</h2>`;
    return html`<lab-figure
      .heading=${heading}
      .origin=${originOf(this.session, 'roofline')}
      .source=${`${shown ? measuredSource(shown) : 'Measure your GPU to see its points under its own roof, on the same axes. '}${target ? `Dashed and hollow: datasheet roof of ${name} and its operators as modelled for one accelerator, with 80 % intervals.` : ''}`}
      .table=${twin(points, roofs)}
      .drawing=${(width: number) => drawing(points, roofs, heading, width)}
    ></lab-figure>`;
  }
}

/** A share that passes the roof by more than this is no share of it: a cache, or a machine that was busy. */
const beyond = 1.05;

function measuredTitle(run: Run, roof: Roof | null, who: string): string {
  if (!roof) return 'Measured, but without a ceiling to hold it against';
  const subject = run.adapter.fallback ? who.replace('GPU', 'processor') : who;
  const { memoryShare, computeShare } = roofFinding(run, roof);
  if (Math.max(memoryShare ?? 0, computeShare ?? 0) > beyond)
    return `${subject} passes its own roof: a cache helped, or the machine was busy while the roof was measured`;
  if (memoryShare !== null && computeShare !== null)
    return `${subject} reaches ${formatShare(memoryShare)} of its own memory roof and ${formatShare(computeShare)} of its arithmetic`;
  if (memoryShare !== null) return `${subject} reaches ${formatShare(memoryShare)} of its own memory roof`;
  return computeShare === null ? `${subject} under its own roof` : `${subject} reaches ${formatShare(computeShare)} of its own arithmetic`;
}

function targetTitle(target: ModelledOperators | null, name: string): string {
  if (!target) return `No roof to draw: the facts that ${name} would need were not published`;
  const knee = target.roof.peak / target.roof.bandwidth;
  const below = target.points.filter(({ intensity }) => intensity < knee).length;
  if (below === target.points.length) return `Everything that ${name} does here waits for memory`;
  return `A decode step does ${formatAt(target.points[0]?.intensity ?? 0, 0)} operations on each byte, where ${name} could do ${formatAt(knee, 0)}`;
}

const measuredSource = (run: Run): string =>
  `Filled: medians of this run with 95 % intervals, a multiply and an add counted as two, each operand read once. Their roof: the ${run.adapter.fallback ? 'processor' : 'GPU'}’s own best stream read and multiply rate. `;

function twin(points: readonly RoofPoint[], roofs: readonly Roof[]): TableTwin {
  const point = (value: number, unit: string, own: boolean): Quantity => ({
    value,
    low: value,
    high: value,
    unit,
    evidence: own ? 'measured' : 'prior',
  });
  return {
    columns: [
      { key: 'point', title: 'Point' },
      { key: 'flopPerByte', title: 'FLOP per byte' },
      { key: 'rate', title: 'Rate' },
      { key: 'known', title: 'How known' },
    ],
    rows: [
      ...points.map(({ name, intensity, rate, low, high, evidence }) => ({
        point: name,
        flopPerByte: intensity,
        rate: { value: rate, low, high, unit: 'FLOP/s', evidence },
        known: evidence,
      })),
      ...roofs.flatMap(({ name, bandwidth, peak, peakLabel, own }) => [
        { point: `${name}, memory roof`, flopPerByte: null, rate: point(bandwidth, 'B/s', own), known: own ? 'measured' : 'datasheet' },
        { point: `${name}, ${peakLabel}`, flopPerByte: peak / bandwidth, rate: point(peak, 'FLOP/s', own), known: own ? 'measured' : 'datasheet' },
      ]),
    ],
  };
}

function drawing(points: readonly RoofPoint[], roofs: readonly Roof[], heading: string, width: number): Drawing {
  const layout = rooflineLayout(points, roofs, width);
  return {
    draw: (active) => html`${rooflineChart(layout, `${heading}. Rate against arithmetic intensity, both logarithmic.`, active)}`,
    locate: (x, y) => {
      const distances = layout.points.map((point) => Math.hypot(point.x - x, point.y - y));
      const nearest = Math.min(...distances);
      return nearest < 40 ? distances.indexOf(nearest) : null;
    },
    points: points.map(
      ({ name, rate, low, high, intensity }) =>
        `${name}: ${formatRate({ value: rate, low, high }, 'FLOP/s').text} at ${intensity.toPrecision(3)} FLOP per byte`,
    ),
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-roofline-figure': LabRooflineFigure;
  }
}
