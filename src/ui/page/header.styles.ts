import { css } from 'lit';

/** The mark of the open page stands on the text's own line, so that it moves nothing. Words in here and not in the sheet: that is downloaded. */
export const headerStyles = css`
  :host {
    display: block;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-5);
    padding: var(--space-3) 0;
    border-bottom: 1px solid var(--line);
    font-size: var(--type-note);
  }
  .skip {
    position: absolute;
    left: -999px;
  }
  .skip:focus {
    left: 12px;
    top: 8px;
    z-index: 2;
    padding: 8px 14px;
    background: var(--raised);
  }
  .title {
    margin-inline-end: auto;
    font: 600 1.0625rem var(--serif);
    letter-spacing: -0.005em;
    color: inherit;
    text-decoration: none;
    line-height: var(--control);
  }
  .menu {
    display: none;
    --plain-size: var(--type-note);
  }
  nav {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-5);
    align-items: center;
    --plain-size: var(--type-note);
  }
  nav a {
    color: var(--quiet);
    text-decoration: none;
    line-height: var(--control);
    box-shadow: inset 0 0 0 transparent;
  }
  nav a:hover {
    color: var(--ink);
  }
  nav a[aria-current='page'] {
    color: var(--ink);
    box-shadow: inset 0 -2px 0 var(--accent);
  }
  .rule {
    align-self: center;
    height: 20px;
    border-inline-start: 1px solid var(--line);
  }

  @media (max-width: 940px) {
    .menu {
      display: inline-block;
    }
    nav {
      display: none;
      flex: 0 0 100%;
      flex-direction: column;
      align-items: stretch;
      padding-bottom: var(--space-2);
    }
    nav.opened {
      display: flex;
    }
    nav > button {
      text-align: start;
    }
    nav a[aria-current='page'] {
      box-shadow: none;
      font-weight: 600;
    }
    .rule {
      height: auto;
      border: 0;
      border-top: 1px solid var(--line);
      margin: var(--space-1) 0;
      align-self: stretch;
    }
  }
  @media (forced-colors: active) {
    nav a[aria-current='page'] {
      border-bottom: 2px solid;
    }
  }
`;
