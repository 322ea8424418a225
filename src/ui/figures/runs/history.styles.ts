import { css } from 'lit';

export const historyStyles = css`
  summary {
    display: flex;
    align-items: baseline;
    gap: var(--space-3);
    cursor: pointer;
    font: 500 var(--type-title) / 1.3 var(--serif);
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary::before {
    content: '+';
    width: 1ch;
    color: var(--accent);
    font-family: var(--sans);
  }
  details[open] summary::before {
    content: '–';
  }
  /* Positioned, so that words for screen readers in a far column are cut off with it. */
  .scroll {
    position: relative;
    overflow-x: auto;
  }
  button + .clear {
    margin-inline-start: var(--space-4);
  }
  td input {
    vertical-align: middle;
  }
  table {
    width: 100%;
    margin-top: var(--space-3);
    border-collapse: collapse;
    font-size: var(--type-note);
  }
  th,
  td {
    padding: 6px var(--space-4) 6px 0;
    text-align: start;
    border-bottom: 1px solid var(--line);
    white-space: nowrap;
  }
  th {
    font-weight: 400;
    color: var(--quiet);
    font-size: var(--type-small);
  }
  .numeric {
    text-align: end;
  }
`;
