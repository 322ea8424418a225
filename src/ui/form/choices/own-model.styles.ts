import { css } from 'lit';

export const ownModelStyles = css`
  textarea {
    width: 100%;
    min-height: 96px;
    padding: var(--space-2) var(--space-3);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--paper);
    color: inherit;
    font: 400 12px / 1.5 var(--mono);
    resize: vertical;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-3);
    align-items: center;
    margin-top: var(--space-2);
  }
  .row span {
    flex: 1 1 280px;
    font-size: var(--type-small);
    color: var(--quiet);
  }
  .assumed {
    margin: var(--space-1) 0 0;
    padding-left: var(--space-4);
  }
  .wrong {
    color: var(--bad);
  }
`;
