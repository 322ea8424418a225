import { css } from 'lit';

export const wordStyles = css`
  :host {
    display: inline;
  }
  .word {
    cursor: pointer;
    box-decoration-break: clone;
    -webkit-box-decoration-break: clone;
    text-decoration: underline dotted var(--accent) 1.5px;
    text-underline-offset: 0.18em;
    border-radius: 3px;
    transition:
      background-color var(--motion),
      color var(--motion);
  }
  :host([whole]) .word {
    white-space: nowrap;
  }
  .word:hover,
  .word[aria-expanded='true'] {
    background: var(--accent-wash);
    color: var(--accent);
  }

  [popover] {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: var(--space-4);
    width: var(--word-width, 380px);
    max-width: calc(100vw - 24px);
    max-height: min(560px, calc(100dvh - 24px));
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--raised);
    color: var(--ink);
    box-shadow: var(--shadow);
    font: 400 var(--type-note) / 1.45 var(--sans);
    letter-spacing: 0;
    opacity: 0;
    transition:
      opacity var(--motion),
      overlay var(--motion) allow-discrete,
      display var(--motion) allow-discrete;
  }
  [popover]:popover-open {
    opacity: 1;
  }
  @starting-style {
    [popover]:popover-open {
      opacity: 0;
    }
  }

  @media (max-width: 560px) {
    [popover] {
      width: auto;
      max-width: none;
      left: 0 !important;
      right: 0;
      top: auto !important;
      bottom: 0;
      max-height: 78dvh;
      border-width: 1px 0 0;
      border-radius: 14px 14px 0 0;
      padding-bottom: calc(var(--space-4) + env(safe-area-inset-bottom));
    }
  }
`;
