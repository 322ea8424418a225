import { css } from 'lit';

export const keysStyles = css`
  dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: var(--space-2) var(--space-5);
    margin: var(--space-4) 0;
  }
  kbd {
    padding: 1px 7px;
    border: 1px solid var(--line-strong);
    border-radius: 4px;
    font: inherit;
    font-size: var(--type-small);
  }
`;
