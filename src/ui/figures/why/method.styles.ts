import { css } from 'lit';

export const methodStyles = css`
  h2 {
    margin-bottom: var(--space-3);
  }
  details {
    border-bottom: 1px solid var(--line);
  }
  summary {
    display: flex;
    align-items: baseline;
    gap: var(--space-3);
    padding: var(--space-3) 0;
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary::before {
    content: '+';
    width: 1ch;
    color: var(--accent);
    font-weight: 500;
  }
  details[open] summary::before {
    content: '–';
  }
  details p {
    padding-inline-start: calc(1ch + var(--space-3));
  }
  p {
    max-width: var(--measure);
    margin-bottom: var(--space-3);
    color: var(--quiet);
  }
  pre {
    max-width: 100%;
    margin: 0 0 var(--space-2) calc(1ch + var(--space-3));
    padding: var(--space-3);
    overflow-x: auto;
    border-radius: var(--radius);
    background: var(--wash);
    font: 400 12px / 1.5 var(--mono);
  }
  .copy {
    margin: 0 0 var(--space-3) calc(1ch + var(--space-3));
  }
`;
