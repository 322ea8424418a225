import { css } from 'lit';

export const numberFieldStyles = css`
  /* Words that are scrolled into view do not touch the edge. */
  :host {
    scroll-margin-block: var(--space-3);
  }
  .wrong {
    margin-top: 2px;
    line-height: 1.4;
  }
`;
