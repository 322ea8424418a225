import { css } from 'lit';

export const checkStyles = css`
  lab-check-questions,
  lab-check-answer {
    margin-top: var(--space-5);
  }
  textarea {
    width: 100%;
    min-height: 168px;
    padding: var(--space-3);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--raised);
    color: inherit;
    font: 400 12px / 1.5 var(--mono);
    resize: vertical;
    white-space: pre;
    overflow: auto;
  }
  .over textarea {
    border-color: var(--accent);
    background: var(--accent-wash);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-3);
    margin-top: var(--space-2);
  }
  .said {
    flex: 1 1 260px;
    font-size: var(--type-small);
    color: var(--quiet);
  }
  .said.wrong {
    flex-basis: 100%;
    color: var(--bad);
    font-size: var(--type-note);
  }
  .asks {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 260px), 1fr));
    gap: var(--space-4) var(--space-5);
    align-items: start;
    margin-top: var(--space-3);
  }
  .ask > span {
    display: block;
    font-size: var(--type-small);
    color: var(--quiet);
  }
  .ask > small {
    display: block;
    color: var(--quiet);
    font-size: var(--type-small);
    overflow-wrap: anywhere;
  }
  .ask lab-word {
    font-size: var(--type-lead);
    line-height: var(--control);
  }
  .near {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    margin-top: var(--space-1);
  }
  .ends {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--space-3);
  }
  .notes {
    max-width: var(--measure);
    margin-top: var(--space-3);
    padding-inline-start: 1.2em;
    color: var(--quiet);
    font-size: var(--type-note);
  }
  .hero .words {
    max-width: none;
    font: 500 clamp(2rem, 5.4vw, 3.5rem) / 1.08 var(--serif);
    letter-spacing: -0.02em;
  }
  .strip {
    vertical-align: middle;
  }
  .causes {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .causes li {
    display: grid;
    grid-template-columns: 220px minmax(0, 1fr);
    gap: 0 var(--space-5);
    padding: 9px 0;
    border-bottom: 1px solid var(--line);
    font-size: var(--type-note);
  }
  .causes b {
    font-weight: 500;
  }
  .causes p {
    color: var(--quiet);
  }
  .causes .bar {
    display: block;
    margin: var(--space-1) 0 var(--space-2);
  }
  td.time {
    min-width: 5.5em;
  }
  td .plain {
    white-space: normal;
    text-align: start;
    font-size: var(--type-note);
  }
  @media (max-width: 820px) {
    th {
      white-space: normal;
    }
    td.n {
      white-space: normal;
    }
    td.n small {
      display: block;
    }
    .causes li {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
