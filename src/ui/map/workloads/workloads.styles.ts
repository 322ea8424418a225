import { css } from 'lit';

export const workloadStyles = css`
  .card {
    border: 1px solid var(--line);
    border-radius: 8px;
    padding: 14px 16px 6px;
    margin: 0 0 var(--space-3);
    background: var(--raised);
  }
  .card h3 {
    font: 500 var(--type-text) / 1.3 var(--sans);
    overflow-wrap: anywhere;
  }
  .card > p {
    font-size: var(--type-note);
    color: var(--quiet);
  }
  .card > .served {
    color: var(--ink);
    margin-top: var(--space-1);
  }
  .card > .left {
    color: var(--warning);
    margin-top: var(--space-1);
  }
  .card > .wrong {
    color: var(--bad);
  }
  .commands {
    display: flex;
    gap: 0 var(--space-4);
  }
  .fields {
    display: grid;
    gap: var(--space-3);
    padding: var(--space-2) 0 var(--space-3);
    border-top: 1px solid var(--line);
  }
  .pair,
  .users {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: var(--space-2) var(--space-3);
    align-items: start;
  }
  .users {
    grid-template-columns: minmax(0, 1.2fr) minmax(0, 1fr) auto;
    margin-bottom: var(--space-2);
  }
  .users .plain {
    margin-top: 18px;
  }
  .model lab-word {
    font-size: var(--type-lead);
    font-family: var(--serif);
  }
  code {
    font: 0.875em var(--mono);
  }
  @media print {
    .commands {
      display: none;
    }
  }
`;
