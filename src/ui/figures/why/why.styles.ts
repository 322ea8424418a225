import { css } from 'lit';

export const whyStyles = css`
  .how {
    color: var(--quiet);
    font-size: var(--type-note);
  }
  .line {
    display: flex;
    align-items: baseline;
    gap: var(--space-3);
    justify-content: space-between;
  }
  .line b {
    font-weight: 500;
    white-space: nowrap;
  }
  details {
    border-bottom: 1px solid var(--line);
  }
  details details {
    display: inline;
    border: 0;
  }
  summary {
    padding: var(--space-2) 0;
    cursor: pointer;
  }
  details details summary {
    display: inline;
    padding: 0;
    text-decoration: underline dotted;
  }
  summary .line {
    display: inline-flex;
    width: calc(100% - 2em);
  }
  ul {
    margin: 0 0 var(--space-3);
    padding-inline-start: 1.2em;
    font-size: var(--type-note);
  }
  li small {
    display: block;
    color: var(--quiet);
    overflow-wrap: anywhere;
  }
  .row {
    display: flex;
    gap: var(--space-3);
    margin-top: var(--space-4);
  }
`;
