import { css } from 'lit';

export const choicesStyles = css`
  h3,
  .list-name {
    margin-bottom: var(--space-2);
    font: 500 var(--type-text) / 1.3 var(--serif);
  }
  .stack {
    display: grid;
    gap: var(--space-3);
  }
  .stack > .plain {
    justify-self: start;
  }
  .pair {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--space-3);
  }
  .count {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2);
    padding-bottom: var(--space-3);
    margin-bottom: var(--space-3);
    border-bottom: 1px solid var(--line);
  }
  .count > span {
    margin-inline-end: auto;
    white-space: nowrap;
  }
  .count .fewest {
    width: auto;
    padding: 0 2px;
    border: 0;
    font-size: var(--type-small);
  }
  .count button {
    width: var(--control);
    min-height: var(--control);
    padding: 0;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: none;
    font-size: 1.125rem;
    line-height: 1;
  }
  .count button:hover:not(:disabled) {
    border-color: var(--accent);
    background: var(--accent-wash);
  }
  .count output {
    min-width: 4ch;
    text-align: center;
    font-weight: 500;
  }
  .exact {
    margin-top: var(--space-3);
    padding-top: var(--space-3);
    border-top: 1px solid var(--line);
  }
  .exact > legend {
    float: inline-start;
    width: 100%;
    margin-bottom: var(--space-2);
  }
  .exact > legend + * {
    clear: both;
  }
  .choices {
    margin: 0 calc(-1 * var(--space-2));
  }
  .presets {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }
  .presets button {
    min-width: 52px;
    min-height: var(--control);
    padding: 0 var(--space-3);
    border: 1px solid var(--line);
    border-radius: 99px;
    background: none;
  }
  .presets button:hover {
    border-color: var(--accent);
  }
  .presets button[aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--accent-wash);
    color: var(--accent);
  }
`;
