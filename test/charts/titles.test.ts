/** Sentences and scales of charts, where one reading turns into another. */
import { describe, expect, it } from 'vitest';
import { costTitle, mostTelling, type TitledRow } from '../../src/charts/cost-title.ts';
import { placeLabels } from '../../src/charts/label-place.ts';
import { logTicks, niceLogDomain } from '../../src/charts/log-axis.ts';
import { percentileAt, percentileLayout } from '../../src/charts/percentile-chart.ts';
import { ratioWords } from '../../src/charts/ratio-chart.ts';
import { median, stripLayout } from '../../src/charts/samples-strip.ts';
import { scatterAt, scatterLayout } from '../../src/charts/scatter-chart.ts';
import { seriesColour } from '../../src/charts/series.ts';
import { shownCell } from '../../src/charts/table-twin.ts';
import { timeTitle } from '../../src/charts/time-title.ts';
import type { Quantity } from '../../src/units/quantity.ts';

const cost = (value: number, low: number, high: number): Quantity => ({ value, low, high, unit: 'USD/Mtoken', evidence: 'prior' });
const row = (name: string, value: number, low: number, high: number): TitledRow => ({
  name,
  announced: false,
  ranked: true,
  cost: cost(value, low, high),
});

describe('the title of costs', () => {
  it('does not tell apart a chip whose own interval reaches the best, though the best’s does not reach it', () => {
    expect(costTitle([row('A', 1, 0.99, 1.01), row('B', 2, 0.9, 3)], 'Llama')).toBe('A and B serve Llama at the lowest cost, too close to call');
  });

  it('nor one inside the interval of the best, though its own is narrow', () => {
    expect(costTitle([row('A', 1, 0.5, 2), row('B', 1.5, 1.45, 1.55)], 'Llama')).toBe('A and B serve Llama at the lowest cost, too close to call');
  });

  it('calls what touches neither, names three, counts more', () => {
    expect(costTitle([row('A', 1, 0.9, 1.1), row('B', 2, 1.8, 2.2)], 'Llama')).toBe(
      'Of the chips one can rent today, A serves Llama at the lowest cost',
    );
    const near = ['A', 'B', 'C', 'D'].map((name, index) => row(name, 1 + index / 100, 0.5, 2));
    expect(costTitle(near.slice(0, 3), 'Llama')).toBe('A, B and C are the cheapest for Llama, too close to call');
    expect(costTitle(near, 'Llama')).toBe('A looks cheapest for Llama, but 3 others lie within the intervals');
    expect(costTitle(near.slice(0, 1), 'Llama')).toBe('A is the only chip with a published price that serves Llama so');
  });

  it('keeps chosen rows before the cheapest of each vendor', () => {
    const rows = [
      { id: 1, vendor: 'a', keep: false, cost: cost(1, 1, 1) },
      { id: 2, vendor: 'b', keep: false, cost: cost(2, 2, 2) },
      { id: 3, vendor: 'a', keep: true, cost: cost(3, 3, 3) },
    ];
    expect(mostTelling(rows, 1).map(({ id }) => id)).toEqual([3]);
    expect(mostTelling(rows, 2).map(({ id }) => id)).toEqual([1, 3]);
  });
});

describe('the title of a token’s time', () => {
  it.each([
    [0.24, 'The largest part'],
    [0.25, 'More than a quarter'],
    [0.28, 'More than a quarter'],
    [0.3, 'A third'],
    [0.34, 'A third'],
    [0.4, 'Two fifths'],
    [0.5, 'Half'],
    [0.6, 'Three fifths'],
    [0.66, 'Two thirds'],
    [0.75, 'Three quarters'],
    [0.85, 'Most'],
    [0.9, 'Nine tenths'],
    [0.97, 'Nearly all'],
    [1, 'Nearly all'],
  ])('says %f as "%s"', (share, words) => {
    const others = Array.from({ length: 9 }, (_, index) => ({ id: String(index), name: 'Other', colour: '', seconds: (1 - share) / 9 }));
    expect(timeTitle([...others, { id: 'x', name: 'Weights', colour: '', seconds: share }])).toBe(`${words} of each token is weights`);
  });

  it('says nothing of no time', () => {
    expect(timeTitle([{ id: 'x', name: 'Weights', colour: '', seconds: 0 }])).toBe('Where the time of a token goes');
  });
});

describe('a logarithmic axis', () => {
  it.each([
    [
      [2, 4.9],
      [2, 5],
    ],
    [
      [0.2, 0.5],
      [0.2, 0.5],
    ],
    [
      [1.9, 5.1],
      [1, 10],
    ],
    [
      [4.99, 10],
      [2, 10],
    ],
    [
      [3, 1.5],
      [1, 5],
    ],
    [
      [1, 1.9],
      [1, 2],
    ],
    [
      [5, 5],
      [2.5, 10],
    ],
  ] as const)('around %j is %j', (values, domain) => {
    expect(niceLogDomain(values)).toEqual(domain);
  });

  it('has 1, 2 and 5 while they fit, never fewer than two ticks where thinner steps have more', () => {
    expect(logTicks(1, 10, 4)).toEqual([1, 2, 5, 10]);
    expect(logTicks(1, 10, 3)).toEqual([1, 5, 10]);
    expect(logTicks(1, 10, 2)).toEqual([1, 10]);
    expect(logTicks(1, 1e4, 3)).toEqual([1, 100, 10_000]);
    expect(logTicks(2, 5, 9)).toEqual([2, 5]);
  });
});

describe('labels beside points', () => {
  const frame = { x: 0, y: 0, width: 200, height: 100 };

  it('stand to the right, then to the left, then below, then above', () => {
    const text = 'abcd';
    const width = 4 * 6.7;
    const at = { x: 100, y: 50, text };
    const blocks = { right: { x: 110, y: 43, width, height: 15 }, left: { x: 90 - width, y: 43, width, height: 15 } };
    expect(placeLabels([at], frame)).toEqual([{ x: 110, y: 54, anchor: 'start' }]);
    expect(placeLabels([at], frame, [blocks.right])).toEqual([{ x: 90, y: 54, anchor: 'end' }]);
    expect(placeLabels([at], frame, [blocks.right, blocks.left])).toEqual([{ x: 108, y: 69, anchor: 'start' }]);
    const below = { x: 0, y: 57, width: 200, height: 30 };
    expect(placeLabels([at], frame, [blocks.right, blocks.left, below])).toEqual([{ x: 100, y: 38, anchor: 'middle' }]);
    expect(placeLabels([at], frame, [{ x: 0, y: 0, width: 200, height: 100 }])).toEqual([null]);
  });

  it('stay inside the frame and off each other, the first point first', () => {
    expect(placeLabels([{ x: 190, y: 50, text: 'abcd' }], frame)).toEqual([{ x: 180, y: 54, anchor: 'end' }]);
    const both = placeLabels(
      [
        { x: 100, y: 50, text: 'first' },
        { x: 112, y: 50, text: 'second' },
      ],
      frame,
    );
    expect(both).toEqual([
      { x: 90, y: 54, anchor: 'end' },
      { x: 122, y: 54, anchor: 'start' },
    ]);
  });
});

describe('what lies under a pointer', () => {
  const point = (id: number, measured: number, estimated: number) => ({
    id,
    measured,
    estimated,
    low: 1,
    high: 1,
    colour: 'c',
    evidence: 'prior' as const,
  });
  const layout = scatterLayout([{ name: '', found: '', unit: '', tick: String, points: [point(0, 1, 1), point(1, 10, 1)] }], 400);

  it('is the nearest point, within 22 pixels', () => {
    const [first] = layout.points;
    expect(scatterAt(layout, first!.x + 21, first!.y)).toBe(0);
    expect(scatterAt(layout, first!.x, first!.y - 21)).toBe(0);
    expect(scatterAt(layout, first!.x, first!.y - 23)).toBeNull();
    expect(scatterAt(layout, layout.points[1]!.x, layout.points[1]!.y)).toBe(1);
  });

  it('is a row of percentiles, counted over the panels', () => {
    const time = { value: 1, low: 0.5, high: 2, unit: 's', evidence: 'prior' as const };
    const panel = { name: '', missing: '', rows: [1, 2].map((name) => ({ name: String(name), time, simulated: true })) };
    const rows = percentileLayout([panel, panel], 900);
    const [, second] = rows.panels;
    expect(percentileAt(rows, second!.left + 1, second!.rows[1]!.y + 15)).toBe(3);
    expect(percentileAt(rows, second!.left + 1, second!.rows[0]!.y)).toBe(2);
    expect(percentileAt(rows, 0, rows.panels[0]!.rows[0]!.y)).toBe(0);
    expect(percentileAt(rows, second!.left - 1, second!.rows[0]!.y)).toBeNull();
    expect(percentileAt(rows, 0, 5)).toBeNull();
  });
});

describe('words and colours', () => {
  it('ratios have two decimals between a half and two', () => {
    expect([0.5, 0.501, 1.999, 2, 12].map(ratioWords)).toEqual(['0.5×', '0.50×', '2.00×', '2.0×', '12×']);
  });

  it('vendors keep their colour', () => {
    const colours = ['NVIDIA', 'AMD', 'Google', 'AWS', 'Amazon', 'Intel', 'Huawei', 'Groq', 'd-Matrix', 'OpenAI'].map(seriesColour);
    expect(colours.map((colour) => colour.slice('var(--series-'.length, -1))).toEqual([
      'green',
      'vermilion',
      'blue',
      'purple',
      'purple',
      'sky',
      'olive',
      'orange',
      'orange',
      'grey',
    ]);
  });

  it('cells of a table', () => {
    expect(shownCell(undefined)).toEqual({ text: '–', range: '', numeric: false });
    expect(shownCell(null)).toEqual({ text: '–', range: '', numeric: false });
    expect(shownCell('x')).toEqual({ text: 'x', range: '', numeric: false });
    expect(shownCell(true)).toEqual({ text: 'true', range: '', numeric: false });
    expect(shownCell(1234.5)).toEqual({ text: '1,230', range: '', numeric: true });
    expect(shownCell(cost(0.42, 0.3, 0.6))).toEqual({ text: '$0.42/M', range: '0.30–0.60', numeric: true });
    expect(shownCell({ value: 47, low: 42, high: 52, unit: 'tokens/s', evidence: 'prior' })).toEqual({
      text: '47 tokens/s',
      range: '42–52',
      numeric: true,
    });
  });

  it('samples around their median, at least 5 % of it apart', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
    const { dots, medianY } = stripLayout([100, 102.5, 95], 400, 40);
    expect(medianY).toBe(20);
    // Half of 5 % above is half of 14 pixels.
    expect(dots.map(({ y }) => y)).toEqual([20, 13, 34]);
    expect(
      stripLayout(
        Array.from({ length: 99 }, () => 1),
        47,
        40,
      ).dots.map(({ x }) => x),
    ).toEqual([6, 13, 20, 27, 34]);
    expect(stripLayout([0, 0], 400, 40).dots.map(({ y }) => y)).toEqual([20, 20]);
  });
});
