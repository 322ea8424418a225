/** The drawings, with all that they need: a part that loads with the first figure that has one. */
import { render, type TemplateResult } from 'lit';
import { chartStyles } from '../../charts/chart.styles.ts';
import { costChart, costLayout, type CostBar } from '../../charts/cost-chart.ts';
import { frontierChart, frontierLayout, type FrontierLine } from '../../charts/frontier-chart.ts';
import { timeChart, timeLayout } from '../../charts/time-chart.ts';
import type { TimePart } from '../../charts/time-title.ts';

type Drawing = (box: HTMLElement) => void;

const drawing =
  (template: TemplateResult<2>): Drawing =>
  (box) => {
    const root = box.getRootNode();
    const { styleSheet } = chartStyles;
    if (root instanceof ShadowRoot && styleSheet && !root.adoptedStyleSheets.includes(styleSheet)) root.adoptedStyleSheets.push(styleSheet);
    render(template, box);
  };

export function costs(rows: readonly CostBar[], width: number, monthly: boolean, summary: string): Drawing {
  const layout = costLayout(rows, width);
  const of = monthly ? 'a month' : 'per million output tokens, all-in';
  const per = monthly ? (layout.stacked ? '' : 'a month') : '/M';
  return drawing(costChart(layout, per, `${summary}. ${rows.length} accelerators on a logarithmic axis of dollars ${of}.`, null));
}

export const time = (parts: readonly TimePart[], width: number, summary: string): Drawing =>
  drawing(timeChart(timeLayout(parts, width), width, summary, null));

export const frontier = (lines: readonly FrontierLine[], width: number, wanted: number, summary: string): Drawing =>
  drawing(frontierChart(frontierLayout(lines, wanted, null, width), { summary, asked: `${Math.round(wanted)} or more asked for`, chosen: '' }, null));
