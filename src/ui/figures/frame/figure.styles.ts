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
    gap: 0 var(--space-3);
  }
  @container (max-width: 640px) {
    figcaption h2 {
      flex-basis: 100%;
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
    font-weight: 500;
  }
  td:last-child:not(.numeric) {
    min-width: 30ch;
    white-space: normal;
  }
  @media print {
    .tools,
    .readout {
      display: none;
    }
  }
`;
