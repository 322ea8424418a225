import { css } from 'lit';

export const sentenceStyles = css`
  h1 {
    max-width: 36ch;
    font: 400 var(--type-ask) / 1.36 var(--serif);
    letter-spacing: -0.008em;
    text-wrap: balance;
  }
  .aside {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-4);
    margin-top: var(--space-2);
    color: var(--quiet);
    font-size: var(--type-note);
  }
  .aside .with {
    margin-inline-end: var(--space-2);
  }
  .commands {
    display: flex;
    gap: 0 var(--space-3);
  }
  .differs {
    margin-top: var(--space-1);
    color: var(--quiet);
    font-size: var(--type-small);
    max-width: var(--measure);
  }
`;
