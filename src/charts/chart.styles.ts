/** How every figure is inked; the names are those that the chart functions give their parts. */
import { css } from 'lit';

export const chartStyles = css`
  svg.chart {
    display: block;
    width: 100%;
    height: auto;
    overflow: visible;
    font: 400 13px var(--sans);
    fill: var(--ink);
    font-variant-numeric: tabular-nums;
  }
  svg.chart .quiet {
    fill: var(--quiet);
  }
  svg.chart .detail {
    font-size: 12px;
  }
  svg.chart .name,
  svg.chart .value {
    font-weight: 500;
  }
  svg.chart .grid {
    stroke: var(--line);
    stroke-width: 1;
  }
  svg.chart .divide {
    stroke: var(--line-strong);
    stroke-width: 1;
  }
  svg.chart .chosen {
    fill: var(--wash);
  }
  svg.chart .active {
    fill: var(--accent-wash);
  }
  svg.chart .on-colour {
    fill: light-dark(#fff, #14161c);
    font-weight: 500;
  }
  svg.chart .halo {
    paint-order: stroke;
    stroke: var(--paper);
    stroke-width: 4px;
    stroke-linejoin: round;
  }
`;
