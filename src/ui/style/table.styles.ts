import { css } from 'lit';

/** Tables that people read, and what waits for a newer answer. */
export const tableStyles = css`
  .dimmed {
    opacity: 0.6;
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--type-note);
  }
  th {
    font-weight: 400;
    font-size: var(--type-small);
    color: var(--quiet);
    text-align: start;
    white-space: nowrap;
  }
  th,
  td {
    padding: 9px var(--space-3) 9px 0;
    border-bottom: 1px solid var(--line);
    vertical-align: baseline;
  }
  td.n,
  th.n {
    text-align: end;
    white-space: nowrap;
  }
  td small {
    color: var(--quiet);
    font-size: var(--type-small);
  }
`;
