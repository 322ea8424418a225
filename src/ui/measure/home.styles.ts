import { css } from 'lit';

export const homeStyles = css`
  .note {
    max-width: 62ch;
    margin-top: var(--space-2);
    color: var(--quiet);
    font-size: var(--type-note);
    text-wrap: pretty;
  }
  .scroll {
    margin: var(--space-3) 0;
  }
  /* Two narrow columns of numbers leave the words of a host their line. */
  th.n {
    white-space: normal;
  }
  @media (max-width: 560px) {
    td small {
      display: block;
    }
    th.n {
      max-width: 9ch;
    }
  }
  .home td {
    font-weight: 500;
  }
  .home small {
    font-weight: 400;
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 200px), 1fr));
    gap: var(--space-3) var(--space-5);
    margin-top: var(--space-4);
  }
`;
