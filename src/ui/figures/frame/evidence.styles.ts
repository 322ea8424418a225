import { css } from 'lit';

export const evidenceStyles = css`
  :host {
    display: inline-block;
  }
  button {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 28px;
    padding: 0 4px;
    margin: 0 -4px;
    border: 0;
    background: none;
    color: var(--quiet);
    font: inherit;
    font-size: var(--type-small);
    cursor: help;
    border-radius: 4px;
  }
  button:hover {
    color: var(--ink);
  }
  svg {
    flex: none;
  }
  [popover] {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: var(--space-4);
    width: 340px;
    max-width: calc(100vw - 24px);
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--raised);
    color: var(--ink);
    box-shadow: var(--shadow);
    font: 400 var(--type-small) / 1.45 var(--sans);
  }
  dl {
    display: grid;
    grid-template-columns: 12px auto 1fr;
    gap: 6px 10px;
    align-items: baseline;
  }
  dt {
    display: contents;
    font-weight: 400;
  }
  dd {
    color: var(--quiet);
  }
  .this b {
    color: var(--accent);
  }
  b {
    font-weight: 500;
  }
  p {
    margin-top: var(--space-3);
    color: var(--quiet);
  }
`;
