import { css } from 'lit';

export const compareStyles = css`
  :host {
    margin-top: var(--space-5);
  }
  .warnings {
    margin: 0 0 var(--space-4);
    padding: var(--space-2) var(--space-3) var(--space-2) var(--space-5);
    border-radius: var(--radius);
    background: var(--warning-wash);
    font-size: var(--type-small);
  }
  h3 {
    margin: var(--space-5) 0 var(--space-2);
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    width: 100%;
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
  thead th {
    font-weight: 400;
    color: var(--quiet);
    font-size: var(--type-small);
  }
  tbody th {
    font-weight: 400;
  }
  .numeric {
    text-align: end;
  }
  td small {
    color: var(--quiet);
    font-size: 12px;
    margin-inline-start: 3px;
  }
  .below {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-4);
    font-size: var(--type-small);
    color: var(--quiet);
  }
`;
