/**
 * Cost against speed: one line an accelerator over its loads, both axes logarithmic, the speed that is asked for as a
 * line across. The point that each would be run at carries its interval. Names stand at the ends of lines, on a phone
 * below them; lines of one colour differ by their dashes.
 */
import { svg, type SVGTemplateResult } from 'lit';
import { formatCount } from '../units/format.ts';
import type { Quantity } from '../units/quantity.ts';
import { logScale, logTicks, niceLogDomain, type LogScale } from './log-axis.ts';
import { evidenceDot } from './mark.ts';

export interface CostSpeedPoint {
  /** tokens/s that one user gets */
  readonly speed: number;
  /** USD per million tokens */
  readonly cost: number;
}

export interface CostSpeedLine {
  readonly name: string;
  readonly colour: string;
  readonly chosen: boolean;
  /** Fast and dear to slow and cheap, or the other way round; at least one. */
  readonly points: readonly CostSpeedPoint[];
  /** Where it costs least at the speed that is asked for; null where it never is that fast. */
  readonly best: { readonly speed: number; readonly cost: Quantity } | null;
}

interface PlacedLine {
  readonly line: CostSpeedLine;
  readonly path: string;
  readonly dash: string;
  readonly labelX: number;
  readonly labelY: number;
}

export interface CostSpeedLayout {
  readonly width: number;
  readonly height: number;
  readonly x: LogScale;
  readonly y: LogScale;
  readonly ticks: { readonly x: readonly number[]; readonly y: readonly number[] };
  readonly lines: readonly PlacedLine[];
  /** Names stand below the chart. */
  readonly stacked: boolean;
  /** Of the plot: right and lower edge. */
  readonly right: number;
  readonly bottom: number;
  readonly wanted: number;
}

/** Pixels. */
const left = 44,
  labelRoom = 86,
  top = 12,
  foot = 40,
  lineOfText = 17;

/** Below it, names beside the lines would leave half of the width for the chart. */
const narrow = 440;

/** Of the first, second … line in one colour; the chosen one is drawn whole and thick. */
const dashes = ['', '7 3', '2 3', '9 3 2 3', '1 4'];

/** @param wanted tokens/s that each user should get */
export function costSpeedLayout(lines: readonly CostSpeedLine[], wanted: number, width: number): CostSpeedLayout {
  const stacked = width < narrow;
  const plotted = Math.round(Math.min(340, Math.max(240, width * 0.55)));
  const height = plotted + (stacked ? lines.length * lineOfText + 4 : 0);
  const right = width - (stacked ? 10 : labelRoom),
    bottom = plotted - foot;
  const points = lines.flatMap((line) => line.points);
  const xDomain = niceLogDomain([wanted, ...points.map(({ speed }) => speed)]),
    yDomain = niceLogDomain([...points.map(({ cost }) => cost), ...lines.flatMap(({ best }) => (best ? [best.cost.low, best.cost.high] : []))]);
  const x = logScale(xDomain, [left, right]),
    y = logScale(yDomain, [bottom, top]);
  const placed = lines.map((line, index): PlacedLine => {
    const path = line.points.map(({ speed, cost }, index) => `${index === 0 ? 'M' : 'L'}${x(speed).toFixed(1)} ${y(cost).toFixed(1)}`).join('');
    const end = line.points.reduce((fastest, point) => (point.speed > fastest.speed ? point : fastest));
    const before = lines.slice(0, index).filter(({ colour }) => colour === line.colour).length;
    const label = stacked ? { labelX: left + 34, labelY: plotted + index * lineOfText + 10 } : { labelX: x(end.speed) + 8, labelY: y(end.cost) + 4 };
    return { line, path, dash: dashes[before % dashes.length] ?? '', ...label };
  });
  return {
    width,
    height,
    x,
    y,
    ticks: {
      x: logTicks(xDomain[0], xDomain[1], Math.max(2, Math.floor((right - left) / 64))),
      y: logTicks(yDomain[0], yDomain[1], Math.max(2, Math.floor(plotted / 60))),
    },
    lines: stacked ? placed : apart(placed),
    stacked,
    right,
    bottom,
    wanted,
  };
}

/** Labels at least a line of text apart, in their order from top to bottom. */
function apart<Label extends { readonly labelY: number }>(labels: readonly Label[]): readonly Label[] {
  let above = -Infinity;
  return labels
    .toSorted((a, b) => a.labelY - b.labelY)
    .map((label) => {
      above = Math.max(label.labelY, above + 15);
      return { ...label, labelY: above };
    });
}

export function costSpeedChart(layout: CostSpeedLayout, summary: string): SVGTemplateResult {
  const { width, height, x, y, ticks, lines, wanted, stacked, right, bottom } = layout;
  return svg`<svg class="chart" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label=${summary}>
    ${ticks.x.map((tick) => svg`<line class="grid" x1=${x(tick)} x2=${x(tick)} y1=${top} y2=${bottom}/><text class="quiet detail" x=${x(tick)} y=${bottom + 16} text-anchor="middle">${formatCount(tick, 'short')}</text>`)}
    ${ticks.y.map((tick) => svg`<line class="grid" x1=${left} x2=${right} y1=${y(tick)} y2=${y(tick)}/><text class="quiet detail" x=${left - 6} y=${y(tick) + 4} text-anchor="end">$${formatCount(tick, 'short')}</text>`)}
    <text class="quiet detail" x=${right} y=${bottom + 33} text-anchor="end">tokens a second that one user gets</text>
    <line x1=${x(wanted)} x2=${x(wanted)} y1=${top} y2=${bottom} stroke="var(--ink)" stroke-dasharray="3 3"/>
    <text class="detail halo" x=${x(wanted) + 5} y=${bottom - 6}>${formatCount(Math.round(wanted))} asked for</text>
    ${lines.map(({ line, path, dash }) => svg`<path d=${path} fill="none" stroke=${line.colour} stroke-dasharray=${dash} stroke-width=${line.chosen ? 3 : 1.8} stroke-linejoin="round"/>`)}
    ${lines.map(({ line }) => (line.best ? best(line.best, line.colour, x, y) : ''))}
    ${stacked ? lines.map(({ line, dash, labelX, labelY }) => svg`<line x1=${labelX - 34} x2=${labelX - 8} y1=${labelY - 4} y2=${labelY - 4} stroke=${line.colour} stroke-width=${line.chosen ? 3 : 1.8} stroke-dasharray=${dash}/>`) : ''}
    ${lines.map(({ line, labelX, labelY }) => svg`<text class=${line.chosen ? 'name halo' : 'halo'} x=${labelX} y=${labelY}>${line.name}</text>`)}
  </svg>`;
}

function best({ speed, cost }: NonNullable<CostSpeedLine['best']>, colour: string, x: LogScale, y: LogScale): SVGTemplateResult {
  const at = x(speed);
  return svg`<line x1=${at} x2=${at} y1=${y(cost.low)} y2=${y(cost.high)} stroke=${colour} stroke-width="2" stroke-linecap="round" opacity="0.8"/>${evidenceDot(at, y(cost.value), cost.evidence, colour)}`;
}
