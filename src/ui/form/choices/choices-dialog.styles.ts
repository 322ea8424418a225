import { css } from 'lit';

export const choicesDialogStyles = css`
  dialog {
    width: min(980px, calc(100vw - 24px));
    max-height: calc(100dvh - 24px);
  }
  .head {
    position: sticky;
    top: 0;
    z-index: 2;
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-4);
    align-items: center;
    padding: var(--space-3) var(--space-5);
    background: var(--raised);
    border-bottom: 1px solid var(--line);
  }
  .head h2 {
    margin-inline-end: auto;
  }
  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(270px, 1fr));
    gap: var(--space-6);
    padding: var(--space-5);
  }
  section > h3 {
    font-size: var(--type-lead);
    margin-bottom: var(--space-3);
  }
  @media (max-width: 480px) {
    .head h2 {
      flex-basis: 100%;
    }
    .head .secondary {
      margin-inline-start: auto;
    }
  }
  .differs {
    flex-basis: 100%;
    color: var(--quiet);
    font-size: var(--type-small);
  }
`;
