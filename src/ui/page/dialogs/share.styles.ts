import { css } from 'lit';

export const shareStyles = css`
  ul {
    margin: var(--space-2) 0 var(--space-4);
    padding-inline-start: 1.2em;
  }
  .inside {
    color: var(--quiet);
  }
  .inside b {
    font-weight: 500;
    color: var(--ink);
  }
  textarea {
    width: 100%;
    min-height: 84px;
    margin: var(--space-4) 0 var(--space-2);
    padding: var(--space-3);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--wash);
    color: inherit;
    font: 400 12px / 1.5 var(--mono);
    resize: vertical;
    overflow-wrap: anywhere;
  }
  .row {
    display: flex;
    gap: var(--space-3);
    align-items: center;
    margin-top: var(--space-3);
  }
  .row .small {
    margin-inline-end: auto;
  }
`;
