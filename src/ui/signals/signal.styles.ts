import { css } from 'lit';

export const signalStyles = css`
  .verdict {
    margin-top: var(--space-2);
  }
  .verdict.better b {
    color: var(--good);
  }
  .verdict.worse b {
    color: var(--bad);
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2) var(--space-6);
    margin: var(--space-3) 0;
  }
  .facts dt {
    font-size: var(--type-small);
    color: var(--quiet);
  }
  details {
    max-width: var(--measure);
    font-size: var(--type-note);
  }
  summary {
    min-height: var(--control);
    line-height: var(--control);
    cursor: pointer;
    color: var(--quiet);
  }
  ul {
    padding-inline-start: var(--space-4);
    margin-bottom: var(--space-3);
  }
  li {
    padding: 3px 0;
  }
  li small {
    display: block;
    color: var(--quiet);
    font-size: var(--type-small);
  }
`;
