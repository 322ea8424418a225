/** Buttons, fields and lists of choices: at least 36 px high, 44 px under a finger. */
import { css } from 'lit';

export const controlStyles = css`
  button,
  input,
  select {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  button {
    cursor: pointer;
  }
  button:disabled {
    cursor: default;
    opacity: 0.55;
  }

  .primary {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--space-2);
    min-height: 44px;
    padding: var(--space-2) var(--space-5);
    border: 1px solid transparent;
    border-radius: var(--radius);
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 500;
    transition: filter var(--motion);
  }
  .primary:hover:not(:disabled) {
    filter: brightness(1.08);
  }

  .secondary {
    min-height: var(--control);
    padding: var(--space-1) var(--space-4);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: transparent;
    transition:
      border-color var(--motion),
      background-color var(--motion);
  }
  .secondary:hover:not(:disabled) {
    border-color: var(--accent);
    background: var(--accent-wash);
  }

  /* A command that reads as a word: the target is taller than the letters. */
  .plain {
    min-height: var(--control);
    padding: 0 2px;
    margin: 0 -2px;
    border: 0;
    background: none;
    color: var(--quiet);
    font-size: var(--plain-size, var(--type-small));
    white-space: nowrap;
  }
  .plain > span,
  .plain:not(:has(span)) {
    text-decoration: underline;
    text-decoration-color: var(--line-strong);
    text-decoration-thickness: 1px;
    text-underline-offset: 0.3em;
  }
  .plain:hover:not(:disabled) {
    color: var(--ink);
    text-decoration-color: var(--accent);
  }
  .plain[aria-pressed='true'],
  .plain[aria-expanded='true'] {
    color: var(--ink);
    text-decoration-color: var(--accent);
    text-decoration-thickness: 2px;
  }

  .field {
    display: grid;
    align-content: start;
    gap: 2px;
  }
  .field > span,
  legend {
    font-size: var(--type-small);
    color: var(--quiet);
    padding: 0;
  }
  input:not([type='checkbox'], [type='radio'], [type='range']),
  select {
    min-height: var(--control);
    width: 100%;
    padding: 0 var(--space-3);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--paper);
  }
  input[type='checkbox'],
  input[type='radio'] {
    width: 18px;
    height: 18px;
    margin: 0;
    accent-color: var(--accent);
    flex: none;
  }
  input[type='range'] {
    width: 100%;
    accent-color: var(--accent);
    min-height: var(--control);
    margin: 0;
  }
  input:user-invalid,
  [aria-invalid='true'] {
    border-color: var(--bad) !important;
  }
  .wrong {
    color: var(--bad);
  }
  .wrong:empty {
    display: none;
  }
  fieldset {
    border: 0;
    margin: 0;
    padding: 0;
    min-width: 0;
  }

  .choice {
    display: flex;
    gap: var(--space-3);
    align-items: baseline;
    min-height: var(--control);
    padding: 6px var(--space-2);
    border-radius: var(--radius);
    cursor: pointer;
  }
  .choice:hover {
    background: var(--wash);
  }
  .choice input {
    align-self: center;
  }
  .choice > span {
    flex: 1;
  }
  .choice small {
    display: block;
    color: var(--quiet);
    font-size: var(--type-small);
  }
`;
