import { css } from 'lit';

/** Time and dollars are two answers in one line: each keeps its interval where the line breaks. */
export const trainingStyles = css`
  .pair {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: var(--space-1) var(--space-3);
  }
`;
