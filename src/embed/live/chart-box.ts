/**
 * A chart in its place: drawn for the width that there is, and again when that changes. The drawing code is a part of
 * its own; where it cannot load (a page whose Trusted Types do not admit its policy), the same numbers stand as a table.
 */
import { h } from '../dom.ts';
import type * as Charts from './charts.ts';

type Draw = (charts: typeof Charts, width: number) => (box: HTMLElement) => void;

/** Told once for a page when charts cannot be drawn. */
let failed: ((why: string) => void) | undefined;
export const onChartsFailed = (tell: (why: string) => void): void => void (failed = tell);

/** @param instead what stands there without charts */
export function chartBox(draw: Draw, instead: () => Node = () => h('span')): HTMLElement {
  const box = h('div', { class: 'chart-box' });
  void import('./charts.ts').then(
    (charts) => {
      let drawn = 0;
      new ResizeObserver(() => {
        const width = Math.floor(box.clientWidth);
        if (width < 40 || width === drawn) return;
        drawn = width;
        draw(charts, width)(box);
      }).observe(box);
    },
    (error: unknown) => {
      box.append(instead());
      failed?.(error instanceof Error ? error.message : String(error));
    },
  );
  return box;
}
