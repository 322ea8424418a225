import { css } from 'lit';

export const modelChoiceStyles = css`
  .other {
    margin-top: var(--space-2);
    padding-top: var(--space-1);
    border-top: 1px solid var(--line);
  }
`;
