import { css } from 'lit';

export const takeStyles = css`
  :host {
    position: relative;
    display: inline-block;
  }
  .secondary {
    padding: 0 var(--space-3);
    font-size: var(--type-note);
  }
  [popover] {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: var(--space-2) 0;
    width: 292px;
    max-width: calc(100vw - 24px);
    max-height: calc(100dvh - 24px);
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--raised);
    color: var(--ink);
    box-shadow: var(--shadow);
    font: 400 var(--type-note) / 1.4 var(--sans);
  }
  [role='menuitem'] {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    width: 100%;
    min-height: var(--control);
    padding: var(--space-1) var(--space-4);
    border: 0;
    background: none;
    color: inherit;
    text-align: start;
    text-decoration: none;
    white-space: nowrap;
  }
  [role='menuitem'] small {
    margin-inline-start: auto;
    color: var(--quiet);
    font-size: var(--type-small);
  }
  [role='menuitem']:hover,
  [role='menuitem']:focus {
    background: var(--accent-wash);
  }
  [role='menuitem']:focus-visible {
    outline-offset: -2px;
  }
  hr {
    height: 1px;
    margin: var(--space-1) var(--space-4);
    border: 0;
    background: var(--line);
  }
  .said {
    position: absolute;
    z-index: 1;
    inset: calc(100% + 2px) 0 auto auto;
    width: max-content;
    max-width: min(44ch, 80vw);
    padding: var(--space-1) var(--space-3);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--raised);
    color: var(--ink);
    font-size: var(--type-small);
    overflow-wrap: anywhere;
    pointer-events: none;
  }
  .said:empty {
    padding: 0;
    border: 0;
  }
  textarea {
    width: 100%;
    min-height: 120px;
    margin: var(--space-3) 0;
    padding: var(--space-3);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--wash);
    color: inherit;
    font: 400 12px / 1.5 var(--mono);
    overflow-wrap: anywhere;
  }
  @media (max-width: 640px) {
    .said {
      inset: calc(100% + 2px) auto auto 0;
    }
  }
  @media (max-width: 560px) {
    [popover] {
      width: auto;
      max-width: none;
      inset: auto 0 0 !important;
      max-height: 78dvh;
      border-width: 1px 0 0;
      border-radius: 14px 14px 0 0;
      padding-bottom: calc(var(--space-2) + env(safe-area-inset-bottom));
    }
  }
  @media print {
    :host {
      display: none;
    }
  }
`;
