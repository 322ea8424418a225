import { css, type CSSResultGroup } from 'lit';
import { tableStyles } from '../style/table.styles.ts';

export const chooseStyles: CSSResultGroup = [
  tableStyles,
  css`
    .say {
      max-width: 70ch;
      margin-top: var(--space-3);
      color: var(--quiet);
    }
    .say b {
      color: var(--ink);
      font-weight: 500;
    }
    .note {
      max-width: var(--measure);
      margin-top: var(--space-2);
    }
    .progress {
      min-height: 1.5em;
      margin-top: var(--space-3);
    }
    .switches {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-2);
      margin-top: var(--space-3);
    }
    .switches button {
      min-height: var(--control);
      padding: 0 var(--space-3);
      border: 1px solid var(--line-strong);
      border-radius: 99px;
      background: none;
      color: var(--quiet);
      font-size: var(--type-note);
    }
    .switches button[aria-pressed='true'] {
      border-color: var(--accent);
      background: var(--accent-wash);
      color: var(--ink);
    }
    .file {
      padding: 0 var(--space-3);
      font-size: var(--type-note);
    }
    .name {
      white-space: nowrap;
    }
    tr.chosen td {
      background: var(--wash);
    }
    tbody.rest tr:first-child td {
      border-top: 1px solid var(--line-strong);
    }
    tbody.rest td {
      color: var(--quiet);
    }
    .share {
      white-space: nowrap;
    }
    .share svg {
      vertical-align: middle;
      margin-inline-end: 6px;
    }
    .rests {
      margin-top: var(--space-3);
    }
    .field-row {
      display: grid;
      grid-template-columns: minmax(0, 300px) minmax(0, 1fr);
      gap: 0 var(--space-6);
      align-items: end;
      padding: 9px 0;
      border-bottom: 1px solid var(--line);
    }
    @media (max-width: 820px) {
      .field-row {
        grid-template-columns: minmax(0, 1fr);
      }
      .wide-only {
        display: none;
      }
      table {
        font-size: var(--type-small);
      }
      th,
      td {
        padding-inline-end: var(--space-2);
      }
      td.name + td {
        white-space: normal;
      }
    }
    @media print {
      .switches,
      .progress {
        display: none;
      }
    }
  `,
];
