import { css } from 'lit';

export const mapStyles = css`
  .say {
    max-width: 70ch;
    margin-top: var(--space-3);
    color: var(--quiet);
  }
  .say b {
    color: var(--ink);
    font-weight: 500;
  }
  .facts .wrap {
    white-space: normal;
  }
  .asking {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-4);
    margin-top: var(--space-4);
  }
  .asking p:empty {
    display: none;
  }
  progress {
    width: min(240px, 40vw);
    height: 6px;
    accent-color: var(--accent);
  }
  .wrong-host {
    flex: 1 0 100%;
    max-width: 80ch;
    padding: var(--space-3) var(--space-4);
    border-radius: var(--radius);
    background: var(--warning-wash);
    font-size: var(--type-note);
  }
  .wrong-host p + p {
    margin-top: var(--space-2);
  }
  code {
    font: 0.875em var(--mono);
    overflow-wrap: anywhere;
  }
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
  @media print {
    .asking {
      display: none;
    }
  }
`;
