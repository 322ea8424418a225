import { css, type CSSResultGroup } from 'lit';
import { tableStyles } from '../style/table.styles.ts';

export const mapStyles: CSSResultGroup = [
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
    .facts .wrap {
      white-space: normal;
    }
    .asking {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-2) var(--space-4);
      margin-top: var(--space-4);
    }
    .asking p:empty {
      display: none;
    }
    progress {
      width: min(240px, 40vw);
      height: 6px;
      accent-color: var(--accent);
    }
    .wrong-host {
      flex: 1 0 100%;
      max-width: 80ch;
      padding: var(--space-3) var(--space-4);
      border-radius: var(--radius);
      background: var(--warning-wash);
      font-size: var(--type-note);
    }
    .wrong-host p + p {
      margin-top: var(--space-2);
    }
    code {
      font: 0.875em var(--mono);
      overflow-wrap: anywhere;
    }
    @media print {
      .asking {
        display: none;
      }
    }
  `,
];
