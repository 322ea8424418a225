/** Headings, notes and figures inside any element of ours; values come from `tokens.css`. */
import { css } from 'lit';

export const textStyles = css`
  :host {
    display: block;
    font-variant-numeric: tabular-nums;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  dl,
  dd,
  ol,
  ul,
  figure {
    margin: 0;
  }
  h2 {
    font: 500 var(--type-title) / 1.3 var(--serif);
    letter-spacing: -0.005em;
    text-wrap: balance;
  }
  h3 {
    font: 500 var(--type-lead) / 1.3 var(--serif);
  }
  a {
    color: inherit;
    text-decoration: underline;
    text-decoration-color: var(--line-strong);
    text-underline-offset: 0.2em;
    text-decoration-thickness: 1px;
  }
  a:hover {
    text-decoration-color: var(--accent);
  }
  .quiet {
    color: var(--quiet);
  }
  .small {
    font-size: var(--type-small);
  }
  .note {
    font-size: var(--type-note);
    color: var(--quiet);
  }
  .number {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .hidden-visually {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
    border-radius: 3px;
  }
`;
