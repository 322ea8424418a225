import { css } from 'lit';

/**
 * The part of `lab-measure` arrives after the first number, and what stands below it must not move then. An opening that is a question
 * alone has its figures at once. Words in here and not in the sheet: that is downloaded.
 */
export const appStyles = css`
  lab-measure:not(:defined) {
    display: block;
    min-height: 320px;
  }
  .page {
    max-width: 1180px;
    margin: auto;
    padding: 0 clamp(18px, 3vw, 32px) var(--space-7);
  }
  .first {
    display: grid;
    grid-template-columns: minmax(0, 1.72fr) minmax(0, 1fr);
    gap: 0 56px;
    padding: 44px 0 40px;
  }
  .first > aside {
    border-inline-start: 1px solid var(--line);
    padding-inline-start: 40px;
  }
  .opening {
    padding: 44px 0 40px;
  }
  .opening h1 {
    margin: 0 0 var(--space-5);
    font: 400 var(--type-ask) / 1.3 var(--serif);
    text-wrap: balance;
  }
  .opening:has(> h1:only-child) {
    padding-bottom: 0;
  }
  .opening > lab-measure {
    max-width: 480px;
  }
  .within {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-5);
    padding: var(--space-2) 0;
    border-top: 1px solid var(--line);
    font-size: var(--type-note);
  }
  .within a,
  footer a {
    color: var(--quiet);
    text-decoration: none;
    line-height: var(--control);
  }
  .within a:hover,
  footer a:hover {
    color: var(--ink);
  }
  .figures {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: 0 56px;
  }
  .figures > * {
    padding: 36px 0;
    border-top: 1px solid var(--line);
    scroll-margin-top: 12px;
  }
  [tabindex='-1']:focus {
    outline: none;
  }
  .figures > .wide {
    grid-column: 1 / -1;
  }
  .waiting {
    min-height: 520px;
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-5);
    padding-top: var(--space-5);
    border-top: 1px solid var(--line);
    font-size: var(--type-small);
    color: var(--quiet);
  }

  @media (max-width: 820px) {
    .first {
      grid-template-columns: minmax(0, 1fr);
      padding: 26px 0;
    }
    .first > aside {
      border: 0;
      border-top: 1px solid var(--line);
      margin-top: var(--space-5);
      padding: var(--space-5) 0 0;
    }
    .opening {
      padding: 26px 0;
    }
    .figures {
      grid-template-columns: minmax(0, 1fr);
    }
    .figures > * {
      padding: 28px 0;
    }
  }
`;
