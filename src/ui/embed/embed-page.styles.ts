import { css } from 'lit';

export const embedPageStyles = css`
  .two {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 720px);
    gap: var(--space-6) var(--space-7);
    align-items: start;
    margin-top: var(--space-5);
  }
  .choices {
    display: grid;
    gap: var(--space-4);
  }
  iframe {
    display: block;
    width: 100%;
    border: 0;
  }
  .none {
    color: var(--quiet);
  }
  section {
    margin-top: var(--space-6);
  }
  .head {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    gap: var(--space-4);
    flex-wrap: wrap;
  }
  pre {
    margin: var(--space-3) 0 0;
    padding: var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--wash);
    font: 400 var(--type-small) / 1.5 var(--mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .note {
    max-width: var(--measure);
    margin-top: var(--space-2);
  }
  @media (max-width: 960px) {
    .two {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
