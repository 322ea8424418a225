import { css } from 'lit';

export const marketStyles = css`
  p {
    max-width: 82ch;
    margin-top: var(--space-4);
    font-size: var(--type-small);
    color: var(--quiet);
  }
  b {
    font-weight: 400;
    color: var(--ink);
    white-space: nowrap;
  }
`;
