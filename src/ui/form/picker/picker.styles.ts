import { css } from 'lit';

export const pickerStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .list {
    margin: var(--space-2) calc(-1 * var(--space-2)) 0;
    max-height: 340px;
    overflow: auto;
    overscroll-behavior: contain;
    scroll-padding: 32px 0 8px;
  }
  .group {
    position: sticky;
    top: 0;
    z-index: 1;
    padding: var(--space-2) var(--space-2) 2px;
    background: var(--raised);
    color: var(--quiet);
    font-size: var(--type-small);
  }
  .option {
    display: grid;
    grid-template-columns: 14px 1fr auto;
    gap: 0 var(--space-2);
    align-items: baseline;
    padding: 6px var(--space-2);
    border-radius: var(--radius);
    cursor: pointer;
    scroll-margin: 32px 0 8px;
  }
  .option.active {
    background: var(--accent-wash);
  }
  .option[aria-selected='true'] b {
    color: var(--accent);
  }
  .tick {
    color: var(--accent);
    font-size: 0.8em;
  }
  b {
    font-weight: 500;
  }
  small {
    grid-column: 2;
    color: var(--quiet);
    font-size: var(--type-small);
  }
  .badge {
    color: var(--quiet);
    font-size: var(--type-small);
  }
  .none {
    padding: var(--space-4) var(--space-2);
    color: var(--quiet);
  }
`;
