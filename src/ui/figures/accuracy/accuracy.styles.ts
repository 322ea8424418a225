import { css } from 'lit';

export const accuracyStyles = css`
  h2 {
    margin-bottom: var(--space-3);
  }
  .work {
    min-height: 440px;
  }
  progress {
    width: min(320px, 100%);
    height: 3px;
    border: 0;
    border-radius: 2px;
    background: var(--line);
    appearance: none;
    display: block;
  }
  progress::-webkit-progress-bar {
    background: var(--line);
    border-radius: 2px;
  }
  progress::-webkit-progress-value {
    background: var(--accent);
    border-radius: 2px;
  }
  progress::-moz-progress-bar {
    background: var(--accent);
  }
  .held {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-4);
  }
  .held.busy {
    opacity: 0.6;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-4);
    margin-top: 2px;
  }
  .legend > span {
    display: inline-flex;
    align-items: center;
    gap: 5px;
  }
  .swatch {
    width: 9px;
    height: 9px;
    border-radius: 50%;
  }
  .said {
    max-width: 100ch;
    margin: var(--space-1) 0 var(--space-2);
    font-size: var(--type-note);
    color: var(--quiet);
  }
`;
