import { css } from 'lit';

export const answerStyles = css`
  .hero {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: var(--space-1) var(--space-4);
    margin: var(--space-4) 0 0;
  }
  .hero strong {
    font: 500 var(--type-display) / 1 var(--serif);
    letter-spacing: -0.028em;
    font-variant-numeric: lining-nums tabular-nums;
  }
  .hero strong small {
    font: 400 var(--type-lead) / 1 var(--sans);
    letter-spacing: 0;
    color: var(--quiet);
    margin-inline-start: 0.4em;
  }
  .hero .range {
    font-size: 1.25rem;
    color: var(--quiet);
    white-space: nowrap;
  }
  .hero .words {
    font: 500 2.25rem / 1.15 var(--serif);
    letter-spacing: -0.015em;
    max-width: 22ch;
    text-wrap: balance;
  }
  .before {
    margin-top: var(--space-3);
    padding: var(--space-2) var(--space-3);
    border-radius: var(--radius);
    background: var(--warning-wash);
    font-size: var(--type-note);
  }
  .previous .hero,
  .previous .facts dd {
    opacity: 0.6;
  }
  .prices {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-4);
    margin-top: var(--space-2);
    color: var(--quiet);
    font-size: var(--type-note);
  }
  .prices b {
    font-weight: 400;
    color: var(--ink);
    white-space: nowrap;
  }
  .prices span {
    white-space: nowrap;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-4) clamp(16px, 2.1vw, 40px);
    margin: var(--space-5) 0 0;
  }
  .facts dt {
    font-size: var(--type-small);
    color: var(--quiet);
  }
  .facts dd {
    font-size: 1.0625rem;
    white-space: nowrap;
  }
  .facts .why-not {
    display: block;
    max-width: 18ch;
    white-space: normal;
    line-height: 1.35;
  }
  .prices small,
  .facts small {
    color: var(--quiet);
    font-size: var(--type-small);
  }
  .why {
    max-width: var(--measure);
    margin-top: var(--space-3);
  }
  .remedies {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    margin-top: var(--space-3);
  }
  @media (max-width: 820px) {
    .hero .words {
      font-size: 1.75rem;
    }
    .facts {
      display: grid;
      grid-template-columns: auto auto;
      justify-content: start;
    }
    .facts dd {
      white-space: normal;
    }
  }
`;
