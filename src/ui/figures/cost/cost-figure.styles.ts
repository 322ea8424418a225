import { css } from 'lit';

export const costFigureStyles = css`
  .trust {
    margin: var(--space-2) 0;
    font-size: var(--type-small);
  }
  .below {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-4);
    font-size: var(--type-small);
    color: var(--quiet);
  }
  @media print {
    .below {
      display: none;
    }
  }
`;
