import { css } from 'lit';

export const claimStyles = css`
  section {
    display: grid;
    grid-template-columns: minmax(0, 1.4fr) minmax(0, 1fr);
    gap: var(--space-4) 56px;
    margin-top: var(--space-5);
    padding: var(--space-4) var(--space-5);
    border: 1px dashed var(--line-strong);
    border-radius: var(--radius);
  }
  section.narrow {
    grid-template-columns: minmax(0, 1fr);
  }
  ul {
    padding-inline-start: 1.2em;
  }
  h2 {
    font-size: var(--type-lead);
  }
  .ceilings {
    margin-top: 0;
    align-content: start;
  }
  @media (max-width: 820px) {
    section {
      grid-template-columns: minmax(0, 1fr);
      padding: var(--space-4);
    }
  }
`;
