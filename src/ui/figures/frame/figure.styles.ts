import { css } from 'lit';

export const figureStyles = css`
  :host {
    container-type: inline-size;
  }
  figcaption {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 var(--space-4);
    margin-bottom: var(--space-3);
  }
  figcaption h2 {
    flex: 1 1 22ch;
    max-width: 62ch;
  }
  .tools {
    margin-inline-start: auto;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-4);
  }
  @container (max-width: 640px) {
    figcaption h2 {
      flex-basis: 100%;
      margin-bottom: var(--space-2);
    }
    .tools {
      margin-inline-start: 0;
    }
  }
  .plot {
    position: relative;
    border-radius: var(--radius);
    outline-offset: 8px;
    touch-action: pan-y;
  }
  .readout {
    min-height: 1.5em;
    margin-top: var(--space-2);
    font-size: var(--type-small);
    color: var(--quiet);
  }
  .readout b {
    font-weight: 500;
    color: var(--ink);
  }
  .source {
    font-size: var(--type-small);
    color: var(--quiet);
    max-width: 100ch;
  }
  .left-out {
    display: none;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-4);
    margin-top: 2px;
  }
  .legend > span {
    display: inline-flex;
    align-items: center;
    gap: 5px;
  }
  .legend i {
    width: 11px;
    height: 11px;
    border-radius: 2px;
  }
  .scroll {
    overflow-x: auto;
    margin: var(--space-3) 0;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--type-small);
  }
  th,
  td {
    padding: 7px var(--space-4) 7px 0;
    text-align: start;
    vertical-align: baseline;
    border-bottom: 1px solid var(--line);
    white-space: nowrap;
  }
  th {
    font-weight: 400;
    color: var(--quiet);
  }
  th.numeric,
  td.numeric {
    text-align: end;
  }
  td small {
    color: var(--quiet);
    font-size: 12px;
    margin-inline-start: 3px;
  }
  td:first-child {
    min-width: 16ch;
    max-width: 30ch;
    font-weight: 500;
    white-space: normal;
  }
  td.reason,
  td:last-child:not(.numeric) {
    min-width: 34ch;
    white-space: normal;
  }
  @container (min-width: 641px) {
    th:first-child,
    td:first-child {
      position: sticky;
      inset-inline-start: 0;
      background: var(--paper);
      /* Lines between rows are below a column that stays. */
      background-clip: padding-box;
    }
  }
  @media print {
    .tools,
    .readout {
      display: none;
    }
    .left-out {
      display: inline;
    }
  }
`;
