import { css } from 'lit';

export const importStyles = css`
  form {
    margin-top: var(--space-4);
  }
  .ask {
    display: flex;
    gap: var(--space-3);
    align-items: end;
  }
  .ask .field {
    flex: 1;
  }
  .said {
    min-height: 1.5em;
    margin: var(--space-2) 0 var(--space-4);
    font-size: var(--type-small);
    color: var(--quiet);
  }
  .said.wrong {
    color: var(--bad);
  }
  hr {
    margin: 0 0 var(--space-4);
    border: 0;
    border-top: 1px solid var(--line);
  }
  .end {
    display: flex;
    justify-content: flex-end;
    margin-top: var(--space-4);
  }
  @media (max-width: 560px) {
    .ask {
      flex-direction: column;
      align-items: stretch;
    }
  }
`;
