import { css, type CSSResultGroup } from 'lit';
import { tableStyles } from '../../style/table.styles.ts';

/** Of the figures below the map. */
export const aroundStyles: CSSResultGroup = [
  tableStyles,
  css`
    :host {
      min-width: 0;
    }
    h3 {
      margin-top: var(--space-4);
      font: 500 var(--type-text) / 1.4 var(--sans);
    }
    .rows {
      margin: var(--space-2) 0 0;
      padding: 0;
      list-style: none;
    }
    .rows li,
    summary {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: var(--space-4);
      padding: 9px 0;
      border-bottom: 1px solid var(--line);
      font-size: var(--type-note);
    }
    .rows small {
      display: block;
      color: var(--quiet);
      font-size: var(--type-small);
    }
    .worth {
      text-align: end;
      font-variant-numeric: tabular-nums;
    }
    summary {
      min-height: var(--control);
      cursor: pointer;
      list-style: none;
    }
    summary > span:first-child::before {
      content: '+';
      display: inline-block;
      width: 1.1em;
      color: var(--quiet);
    }
    details[open] > summary > span:first-child::before {
      content: '–';
    }
    .sites {
      margin: var(--space-2) 0 var(--space-3);
      padding-inline-start: 1.1em;
      list-style: none;
      font-size: var(--type-small);
      color: var(--quiet);
      max-height: 340px;
      overflow: auto;
    }
    .sites li {
      padding: 3px 0;
      overflow-wrap: anywhere;
    }
    .sites b {
      color: var(--ink);
      font-weight: 500;
    }
    .source {
      margin-top: var(--space-4);
      max-width: 80ch;
    }
    .switch {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 2px var(--space-4);
      align-items: baseline;
      padding: 5px 0;
      border-bottom: 1px solid var(--line);
      font-size: var(--type-note);
    }
    .switch .choice {
      padding-inline: 0;
    }
    .up {
      color: var(--bad);
    }
    .down {
      color: var(--good);
    }
    .tried {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-2) var(--space-4);
      align-items: center;
      margin-top: var(--space-4);
    }
    .bars {
      margin-top: var(--space-3);
    }
    .bar {
      display: grid;
      grid-template-columns: 13em minmax(60px, 1fr) 12em;
      gap: var(--space-3);
      align-items: center;
      padding: 8px 0;
      border-bottom: 1px solid var(--line);
      font-size: var(--type-note);
    }
    .bar svg {
      display: block;
      width: 100%;
      height: 12px;
    }
    .bar small {
      color: var(--quiet);
      font-size: var(--type-small);
    }
    .scroll {
      margin-top: var(--space-3);
    }
    td small {
      display: block;
      color: var(--quiet);
      font-size: var(--type-small);
    }
    @media (max-width: 820px) {
      table {
        min-width: 600px;
        font-size: var(--type-small);
      }
    }
    @media (max-width: 560px) {
      .bar {
        grid-template-columns: minmax(0, 1fr) auto;
      }
      .bar svg {
        grid-column: 1 / -1;
        grid-row: 2;
      }
    }
    @media (forced-colors: active) {
      .bar svg {
        forced-color-adjust: none;
      }
    }
    @media print {
      .tried {
        display: none;
      }
    }
  `,
];
