import { css } from 'lit';

export const simulationStyles = css`
  .lead {
    max-width: var(--measure);
    margin: var(--space-1) 0 var(--space-3);
  }
  .ask {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-3) var(--space-4);
    align-items: end;
    margin: var(--space-3) 0;
  }
  .ask .presets {
    align-items: center;
  }
  .ask .field {
    width: 12ch;
  }
  .ask .field.lengths {
    width: 23ch;
  }
  .progress {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-4);
    align-items: center;
    min-height: var(--control);
    font-size: var(--type-small);
    color: var(--quiet);
  }
  progress {
    flex: 1 1 160px;
    max-width: 320px;
    height: 6px;
    border: 0;
    border-radius: 3px;
    background: var(--line);
    appearance: none;
    overflow: hidden;
  }
  progress::-webkit-progress-bar {
    background: var(--line);
  }
  progress::-webkit-progress-value {
    background: var(--accent);
  }
  progress::-moz-progress-bar {
    background: var(--accent);
  }
  kbd {
    font: inherit;
    padding: 0 5px;
    border: 1px solid var(--line);
    border-radius: 4px;
    margin-inline-start: 4px;
  }
  .stale {
    margin-bottom: var(--space-2);
    padding: var(--space-2) var(--space-3);
    border-radius: var(--radius);
    background: var(--warning-wash);
    font-size: var(--type-small);
  }
  .said {
    max-width: 100ch;
    font-size: var(--type-note);
    color: var(--quiet);
  }
  details {
    margin-top: var(--space-2);
    font-size: var(--type-small);
  }
  summary {
    cursor: pointer;
    min-height: 28px;
    color: var(--quiet);
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    width: 100%;
    font-size: var(--type-small);
  }
  th,
  td {
    padding: 6px var(--space-4) 6px 0;
    text-align: start;
    white-space: nowrap;
    border-bottom: 1px solid var(--line);
  }
  th {
    font-weight: 400;
    color: var(--quiet);
  }
  @media (max-width: 560px) {
    .ask .field,
    .ask .field.lengths {
      width: 100%;
    }
    .ask .secondary {
      width: 100%;
    }
  }
`;
