import { css } from 'lit';

export const transferFigureStyles = css`
  .three {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: var(--space-5) 56px;
    margin-top: var(--space-4);
  }
  .three > div {
    display: grid;
    gap: var(--space-1);
    align-content: start;
  }
  dt {
    color: var(--quiet);
    font-size: var(--type-small);
  }
  .value {
    font: 500 2.125rem / 1.15 var(--serif);
    letter-spacing: -0.015em;
    white-space: nowrap;
  }
  .value small {
    font: 400 var(--type-text) / 1 var(--sans);
    color: var(--quiet);
    letter-spacing: 0;
    margin-inline-start: 0.3em;
  }
  .claimed {
    color: var(--quiet);
    font-size: var(--type-small);
    line-height: 28px;
  }
  .what {
    color: var(--quiet);
    font-size: var(--type-note);
    max-width: 36ch;
  }
  .why {
    margin-top: var(--space-4);
    color: var(--quiet);
    font-size: var(--type-small);
    max-width: 90ch;
  }
  @media (max-width: 820px) {
    .three {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
