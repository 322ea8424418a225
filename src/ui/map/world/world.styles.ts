import { css } from 'lit';

export const worldStyles = css`
  :host {
    --land: light-dark(oklch(93.2% 0.008 95), oklch(25.5% 0.013 262));
    --coast: light-dark(oklch(88% 0.01 95), oklch(32% 0.013 262));
    min-width: 0;
  }
  .dimmed {
    opacity: 0.6;
  }
  .colour {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    margin-bottom: var(--space-3);
  }
  .pill {
    position: relative;
  }
  .pill input {
    position: absolute;
    opacity: 0;
    inset: 0;
    width: 100%;
    height: 100%;
    cursor: pointer;
  }
  .pill span {
    display: block;
    padding: 4px 13px;
    border: 1px solid var(--line-strong);
    border-radius: 99px;
    color: var(--quiet);
    font-size: var(--type-small);
  }
  .pill input:checked + span {
    border-color: var(--accent);
    background: var(--accent-wash);
    color: var(--ink);
  }
  .pill input:disabled + span {
    opacity: 0.55;
  }
  .pill input:focus-visible + span {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .note {
    margin: var(--space-2) 0 var(--space-3);
    padding: var(--space-3) var(--space-4);
    border: 1px solid var(--line);
    border-radius: 8px;
    background: var(--raised);
    color: var(--ink);
  }
  .note h3 {
    font: 500 var(--type-text) / 1.3 var(--sans);
  }
  .note dl {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2) var(--space-5);
    margin: var(--space-2) 0;
  }
  .note dt {
    font-size: var(--type-small);
    color: var(--quiet);
  }
  .commands {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-4);
    align-items: center;
  }
  @media (pointer: coarse) {
    .pill span {
      padding: 10px 14px;
    }
  }
  @media (max-width: 560px) {
    .note {
      position: fixed;
      inset: auto 0 0;
      z-index: 3;
      margin: 0;
      max-height: 60dvh;
      overflow: auto;
      border-width: 1px 0 0;
      border-radius: 14px 14px 0 0;
      box-shadow: var(--shadow);
      padding-bottom: calc(var(--space-4) + env(safe-area-inset-bottom));
    }
  }
  @media (forced-colors: active) {
    :host {
      --land: Canvas;
      --coast: GrayText;
      --accent: Highlight;
      --ink: CanvasText;
      --quiet: CanvasText;
      --paper: Canvas;
    }
    .pill input:checked + span {
      border: 2px solid Highlight;
    }
  }
  @media print {
    .colour,
    .commands {
      display: none;
    }
  }
`;
