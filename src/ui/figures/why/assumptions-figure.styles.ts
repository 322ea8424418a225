import { css } from 'lit';

export const assumptionsStyles = css`
  :host {
    container-type: inline-size;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 var(--space-4);
  }
  .head h2 {
    margin-inline-end: auto;
  }
  .scroll {
    overflow-x: auto;
    margin-top: var(--space-3);
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--type-note);
  }
  th,
  td {
    padding: 5px var(--space-5) 5px 0;
    text-align: start;
    vertical-align: baseline;
    border-bottom: 1px solid var(--line);
    font-weight: 400;
  }
  thead th {
    color: var(--quiet);
    font-size: var(--type-small);
  }
  .value {
    max-width: 34ch;
    font-weight: 500;
  }
  .range {
    white-space: nowrap;
    color: var(--quiet);
  }
  .source {
    width: 34%;
    color: var(--quiet);
    font-size: var(--type-small);
    overflow-wrap: anywhere;
  }
  details {
    display: inline;
  }
  summary {
    display: inline;
    cursor: pointer;
    text-decoration: underline dotted;
    text-decoration-color: var(--line-strong);
    text-underline-offset: 0.2em;
  }
  summary:hover {
    color: var(--ink);
  }
  .change {
    padding-inline-end: 0;
    text-align: end;
    white-space: nowrap;
  }
  .change .plain {
    min-height: 28px;
  }
  @container (max-width: 760px) {
    thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    table,
    tbody {
      display: block;
    }
    tr {
      display: grid;
      grid-template-columns: 1fr auto;
      gap: 0 var(--space-3);
      padding: 9px 0;
      border-bottom: 1px solid var(--line);
    }
    td,
    th {
      padding: 0;
      border: 0;
    }
    .value {
      text-align: end;
      white-space: normal;
      max-width: 22ch;
    }
    .range:empty {
      display: none;
    }
    .range {
      grid-column: 2;
      text-align: end;
      font-size: var(--type-small);
    }
    .source {
      grid-column: 1;
      width: auto;
    }
    .change {
      grid-column: 2;
      align-self: end;
    }
  }
`;
