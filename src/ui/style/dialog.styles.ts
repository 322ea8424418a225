/** Dialogs float: the only thing besides popovers that casts a shadow. */
import { css } from 'lit';

export const dialogStyles = css`
  dialog {
    width: min(560px, calc(100vw - 24px));
    max-height: min(720px, calc(100dvh - 24px));
    padding: 0;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--raised);
    color: var(--ink);
    box-shadow: var(--shadow);
    font: 400 var(--type-note) / 1.5 var(--sans);
    overscroll-behavior: contain;
  }
  dialog::backdrop {
    background: light-dark(rgb(30 34 48 / 30%), rgb(0 0 0 / 55%));
  }
  dialog .body {
    padding: var(--space-5);
  }
`;
