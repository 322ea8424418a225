import { css } from 'lit';

export const printedStyles = css`
  :host {
    display: none;
  }
  @media print {
    :host {
      display: block;
    }
    p {
      padding-top: var(--space-3);
      border-top: 1px solid var(--line);
      font-size: var(--type-small);
      color: var(--quiet);
      overflow-wrap: anywhere;
    }
  }
`;
