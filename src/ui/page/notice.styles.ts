import { css } from 'lit';

export const noticeStyles = css`
  .notice {
    display: flex;
    align-items: start;
    gap: var(--space-4);
    margin-top: var(--space-4);
    padding: var(--space-3) var(--space-4);
    border-radius: var(--radius);
    background: var(--warning-wash);
    font-size: var(--type-note);
  }
  :host([quiet]) .notice {
    background: var(--wash);
  }
  .notice > div {
    flex: 1;
    min-width: 0;
  }
  b {
    font-weight: 500;
  }
  li,
  p {
    overflow-wrap: anywhere;
  }
  ul {
    padding-inline-start: 1.2em;
  }
`;
