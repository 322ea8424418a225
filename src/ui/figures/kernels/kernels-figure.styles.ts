import { css } from 'lit';

export const kernelsFigureStyles = css`
  :host {
    container-type: inline-size;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 var(--space-4);
    margin-bottom: var(--space-2);
  }
  .head h2 {
    margin-inline-end: auto;
  }
  details {
    border-bottom: 1px solid var(--line);
  }
  summary {
    display: grid;
    grid-template-columns: 1ch minmax(0, 1fr) auto;
    gap: 0 var(--space-3);
    align-items: baseline;
    padding: var(--space-3) 0;
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary::before {
    content: '+';
    color: var(--accent);
    font-weight: 500;
  }
  details[open] summary::before {
    content: '–';
  }
  summary small {
    color: var(--quiet);
    font-size: var(--type-small);
    margin-inline-start: var(--space-2);
  }
  summary .best {
    font-size: var(--type-note);
    white-space: nowrap;
  }
  summary .best small {
    margin: 0;
  }
  .scroll {
    overflow-x: auto;
    margin: 0 0 var(--space-4) calc(1ch + var(--space-3));
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--type-small);
  }
  th,
  td {
    padding: 5px var(--space-4) 5px 0;
    text-align: start;
    vertical-align: baseline;
    white-space: nowrap;
    font-weight: 400;
    border-top: 1px solid var(--line);
  }
  thead th {
    color: var(--quiet);
    border: 0;
  }
  .numeric {
    text-align: end;
  }
  td small {
    color: var(--quiet);
    font-size: 12px;
    margin-inline-start: 3px;
  }
  .variant {
    font: 400 12px var(--mono);
    color: var(--quiet);
  }
  .quiet {
    color: var(--quiet);
  }
  @container (max-width: 560px) {
    .scroll {
      margin-inline-start: 0;
    }
  }
`;
