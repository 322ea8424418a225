/**
 * Every chart drawn from fixed data, compared with the drawing in `drawings/`. After a change that is meant, `npx vitest run test/charts -u`
 * draws them anew, and the difference is read as a picture.
 */
import { describe, expect, it } from 'vitest';
import { costChart, costLayout, type CostBar } from '../../src/charts/cost-chart.ts';
import { frontierChart, frontierLayout, type FrontierLine } from '../../src/charts/frontier-chart.ts';
import { noLegend } from '../../src/charts/legend.ts';
import { evidenceDot, whisker } from '../../src/charts/mark.ts';
import { pictureFrame, wrapped } from '../../src/charts/picture-frame.ts';
import { modelChart, modelLayout, type ModelRow } from '../../src/charts/model-chart.ts';
import { percentileChart, percentileLayout, type PercentilePanel } from '../../src/charts/percentile-chart.ts';
import { ratioChart, ratioLayout, type RatioRow } from '../../src/charts/ratio-chart.ts';
import { rooflineChart, rooflineLayout, type Roof, type RoofPoint } from '../../src/charts/roofline-chart.ts';
import { samplesStrip } from '../../src/charts/samples-strip.ts';
import { scatterChart, scatterLayout, type ScatterPanel, type ScatterPoint } from '../../src/charts/scatter-chart.ts';
import { timeChart, timeLayout } from '../../src/charts/time-chart.ts';
import { tornadoChart, tornadoLayout, type TornadoBar } from '../../src/charts/tornado-chart.ts';
import { svg } from 'lit';
import { evidenceLevels, type Evidence, type Quantity } from '../../src/units/quantity.ts';
import { renderSvg } from './render-svg.ts';

const quantity = (value: number, low: number, high: number, unit: string, evidence: Evidence): Quantity => ({ value, low, high, unit, evidence });

const cost = (id: string, value: number, low: number, high: number, evidence: Evidence, more: Partial<CostBar> = {}): CostBar => ({
  id,
  name: id.toUpperCase(),
  detail: 'fp8, 2 of them',
  colour: 'var(--series-green)',
  own: false,
  chosen: false,
  cost: quantity(value, low, high, 'USD/Mtoken', evidence),
  ranked: true,
  note: '',
  ...more,
});
const costs = [
  cost('b200', 0.21, 0.12, 0.4, 'interpolated', { chosen: true }),
  cost('mi355x', 0.45, 0.3, 0.7, 'prior', { colour: 'var(--series-vermilion)' }),
  cost('own', 12, 8, 17, 'measured', { own: true }),
  cost('rubin', 0.9, 0.2, 3.4, 'projected', { ranked: false }),
  cost('small', 1, 1, 1, 'prior', { ranked: false, cost: null, note: 'does not fit' }),
];

const model = (id: string, value: number, predicted: number | null, evidence: Evidence): ModelRow => ({
  id,
  name: id,
  detail: 'decode, 16 bits',
  measured: quantity(value, value * 0.9, value * 1.2, 'tokens/s', evidence),
  predicted,
  error: predicted === null ? '' : '12 % slower',
});
const models = [model('Llama 3.2 1B', 80, 95, 'measured'), model('Qwen3 0.6B', 21, null, 'measured'), model('gpt-oss 20B', 3.3, 3.1, 'prior')];

const ratio = (id: string, value: number, low: number, high: number, overlap: boolean): RatioRow => ({ id, name: id, value, low, high, overlap });
const ratios = [ratio('gemm f32', 1.31, 1.2, 1.42, false), ratio('stream read', 1.01, 0.95, 1.07, true), ratio('decode', 0.72, 0.66, 0.8, false)];

const bars: readonly TornadoBar[] = [
  { id: 'price', name: 'Price', low: { at: '$1.80', value: 0.4 }, high: { at: '$4.10', value: 1.3 }, change: '−$0.41 to +$0.49' },
  { id: 'load', name: 'Load', low: { at: '16 users', value: 1.2 }, high: { at: '64 users', value: 0.6 }, change: '−$0.21 to +$0.39' },
  { id: 'engine', name: 'Engine', low: { at: 'vllm', value: 0.81 }, high: { at: 'sglang', value: 0.7 }, change: '−$0.11' },
  { id: 'input', name: 'Input', low: { at: '512', value: 0.7 }, high: { at: '2 M', value: null }, change: '−$0.11' },
];

const scattered = (id: number, measured: number, estimated: number, evidence: Evidence, colour: string): ScatterPoint => ({
  id,
  measured,
  estimated,
  // Lopsided, so that its two edges cannot be exchanged unseen.
  low: estimated * 0.7,
  high: estimated * 1.2,
  colour,
  evidence,
});
const panels: readonly ScatterPanel[] = [
  {
    name: 'Time per output token',
    found: '12 % off',
    unit: '',
    tick: (value) => `${value * 1000} ms`,
    points: [
      scattered(0, 0.011, 0.012, 'interpolated', 'green'),
      scattered(1, 0.03, 0.021, 'interpolated', 'green'),
      scattered(2, 0.08, 0.09, 'measured', 'blue'),
    ],
  },
  { name: 'Throughput', found: '20 % off', unit: ', tokens/s', tick: String, points: [scattered(3, 900, 700, 'prior', 'green')] },
  { name: 'First token', found: 'one row', unit: '', tick: String, points: [scattered(4, 0.4, 1.4, 'projected', 'vermilion')] },
];

const roofs: readonly Roof[] = [
  { name: 'RTX 4090', bandwidth: 1e12, peak: 8e13, peakLabel: 'f32 FMA', own: true },
  { name: 'H200', bandwidth: 4.8e12, peak: 1.98e15, peakLabel: 'fp8 dense', own: false },
];
const roofPoint = (id: string, intensity: number, rate: number, own: boolean, evidence: Evidence): RoofPoint => ({
  id,
  name: id,
  intensity,
  rate,
  low: rate * 0.8,
  high: rate * 1.1,
  own,
  evidence,
});
const roofPoints = [
  roofPoint('gemm', 300, 5e13, true, 'measured'),
  roofPoint('decode', 1, 6e11, true, 'measured'),
  roofPoint('prefill', 700, 1.1e15, false, 'prior'),
  roofPoint('slow', 2, 3e7, true, 'measured'),
  roofPoint('near gemm', 310, 5.2e13, true, 'prior'),
];

const seconds = (value: number, low: number, high: number): Quantity => quantity(value, low, high, 's', 'interpolated');
const percentiles: readonly PercentilePanel[] = [
  {
    name: 'Time to first token',
    missing: '',
    rows: [
      { name: 'estimate', time: seconds(0.21, 0.15, 0.3), simulated: false },
      { name: 'p50', time: seconds(0.19, 0.14, 0.26), simulated: true },
      { name: 'p99', time: seconds(0.9, 0.6, 1.3), simulated: true },
    ],
  },
  { name: 'Time per output token', missing: '', rows: [{ name: 'mean', time: seconds(0.021, 0.018, 0.024), simulated: true }] },
  { name: 'Latency', missing: 'saturated: no mean', rows: [] },
];

const parts = [
  { id: 'weights', name: 'Weights', colour: 'var(--series-green)', seconds: 0.009 },
  { id: 'none', name: 'Experts', colour: 'red', seconds: 0 },
  { id: 'cache', name: 'KV cache', colour: 'var(--series-blue)', seconds: 0.003 },
  { id: 'host', name: 'Host', colour: 'var(--series-grey)', seconds: 0.0005 },
];
const frontier = (id: string, factor: number, more: Partial<FrontierLine> = {}): FrontierLine => ({
  id,
  name: id,
  colour: 'var(--series-green)',
  chosen: false,
  unchecked: false,
  best: null,
  points: [12, 30, 70].map((speed) => ({ speed, cost: factor * speed, low: factor * speed * 0.7, high: factor * speed * 1.4 })),
  ...more,
});
const frontiers = [
  frontier('H200', 0.02, { chosen: true }),
  frontier('MI325X', 0.03, {
    colour: 'var(--series-vermilion)',
    unchecked: true,
    best: { speed: 30, cost: quantity(0.9, 0.5, 1.6, 'USD/Mtoken', 'prior') },
  }),
  frontier('none', 1, { points: [] }),
];
const frontierWords = { summary: 'three chips', asked: 'you asked for 33 or more', chosen: '2 × 16 H200, $0.53' };

const tick = (value: number, last: boolean): string => `$${value}${last ? ' /M' : ''}`;

const caption = {
  title: 'B200 looks cheapest for Llama 3.3 70B, but 4 others lie within the intervals',
  legend: {
    marks: evidenceLevels,
    colours: [
      { name: 'NVIDIA', colour: 'var(--series-green)' },
      { name: 'AMD', colour: 'var(--series-vermilion)' },
    ],
    leftOut: '12 of 18 rows drawn: the cheapest, and the cheapest of each maker.',
  },
  note: 'Dollars per million output tokens, all-in. Each on as many as the load needs. 80 % intervals.',
  stamp: '29 Nov 2026, model version 2026.11-9',
  link: 'https://lab.example/?v=1&model=llama-3.3-70b&accelerator=h200-sxm#costs',
};
const bare = { ...caption, title: 'One line', legend: noLegend, note: '' };

/** Wide, with a row under the pointer; and as a phone shows it. */
const drawings = {
  cost: costChart(costLayout(costs, 900), '/M', 'five chips', 1),
  'cost-phone': costChart(costLayout(costs, 354), '/M', 'five chips', null),
  frontier: frontierChart(frontierLayout(frontiers, 33, { speed: 36, cost: 0.7 }, 900), frontierWords, 4),
  'frontier-phone': frontierChart(frontierLayout(frontiers, null, null, 354), frontierWords, null),
  models: modelChart(modelLayout(models, 900), 'three models', 0),
  'models-phone': modelChart(modelLayout(models, 354), 'three models', null),
  ratios: ratioChart(ratioLayout(ratios, 900), 'three ratios', 2),
  'ratios-phone': ratioChart(ratioLayout(ratios, 354), 'three ratios', null),
  tornado: tornadoChart(tornadoLayout(bars, 0.81, 900), tick, 'four assumptions', 1),
  'tornado-phone': tornadoChart(tornadoLayout(bars, 0.81, 354), tick, 'four assumptions', null),
  scatter: scatterChart(scatterLayout(panels, 1116), 'five rows', 0),
  'scatter-phone': scatterChart(scatterLayout(panels, 354), 'five rows', null),
  roofline: rooflineChart(rooflineLayout(roofPoints, roofs, 900), 'two chips', 0),
  'roofline-phone': rooflineChart(rooflineLayout(roofPoints, roofs, 354), 'two chips', null),
  percentiles: percentileChart(percentileLayout(percentiles, 900), 'two quantities', 1),
  'percentiles-phone': percentileChart(percentileLayout(percentiles, 354), 'two quantities', null),
  time: timeChart(timeLayout(parts, 600), 600, 'where it goes', 1),
  'time-narrow': timeChart(timeLayout(parts, 120), 120, 'where it goes', null),
  samples: samplesStrip([100, 104, 96, 101, 130, 99, 100, 103], 60, 40, 'samples'),
  'samples-alike': samplesStrip([100, 100.1, 99.9], 200, 40, 'samples'),
  picture: pictureFrame(caption, { width: 600, height: 60 }, svg`<rect width="600" height="60" fill="teal"/>`),
  'picture-narrow': pictureFrame(caption, { width: 300, height: 40 }, ''),
  'picture-bare': pictureFrame(bare, { width: 600, height: 40 }, ''),
  marks: svg`<svg viewBox="0 0 100 120">${evidenceLevels.map((evidence, index) => [
    whisker(10, 60, 20 * index + 10, evidence, 'teal'),
    evidenceDot(40, 20 * index + 10, evidence, 'teal'),
  ])}</svg>`,
};

describe('the drawing of', () => {
  it.each(Object.entries(drawings))('%s is as it was', async (name, drawing) => {
    await expect(renderSvg(drawing)).toMatchFileSnapshot(`drawings/${name}.svg`);
  });
});

describe('the words around a picture', () => {
  it('are wrapped, and a link that has no space is cut', () => {
    expect(wrapped('Two points reach nearly all of it', 16)).toEqual(['Two points reach', 'nearly all of it']);
    expect(wrapped('https://lab.example/?model=a', 16)).toEqual(['https://lab.exam', 'ple/?model=a']);
    expect(wrapped('', 16)).toEqual([]);
  });
});
