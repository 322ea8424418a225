import { css } from 'lit';

export const measureStyles = css`
  h2 {
    margin-bottom: var(--space-1);
  }
  .device {
    color: var(--quiet);
    font-size: var(--type-note);
  }
  .device b {
    font-weight: 500;
    color: var(--ink);
  }
  .primary {
    width: 100%;
    margin-top: var(--space-4);
  }
  .more {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-4);
    align-items: center;
    margin-top: var(--space-1);
  }
  .promise {
    margin-top: var(--space-3);
    color: var(--quiet);
    font-size: var(--type-small);
  }
  .badge-line {
    display: flex;
    gap: var(--space-2);
    margin-top: var(--space-3);
    padding: var(--space-2) var(--space-3);
    border-radius: var(--radius);
    background: var(--warning-wash);
    font-size: var(--type-small);
  }
  .badge-line b {
    font-weight: 500;
    color: var(--warning);
    white-space: nowrap;
  }
  .badge-line.belief b {
    white-space: normal;
  }

  .kernel {
    margin-top: var(--space-4);
    min-height: 1.5em;
  }
  .strip {
    position: relative;
    height: 64px;
    overflow: hidden;
    margin: var(--space-1) 0 var(--space-2);
  }
  .strip svg {
    display: block;
  }
  .strip .median {
    stroke: var(--line-strong);
    stroke-width: 1;
    stroke-dasharray: 2 3;
  }
  .strip .sample {
    fill: var(--accent);
  }
  @media (prefers-reduced-motion: no-preference) {
    .strip .sample {
      transition: cy var(--motion);
    }
  }
  .rate {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    font-size: var(--type-small);
    color: var(--quiet);
    min-height: 1.5em;
  }
  .rate b {
    color: var(--ink);
    font-weight: 500;
    font-size: var(--type-text);
  }

  .bar {
    position: relative;
    height: 8px;
    margin-top: var(--space-3);
    border-radius: 4px;
    background: var(--line);
    overflow: hidden;
  }
  .bar .fill {
    position: absolute;
    inset: 0;
    transform-origin: left;
    background: var(--accent);
    transition: transform var(--motion);
  }
  .bar .ticks {
    position: absolute;
    inset: 0;
    background: repeating-linear-gradient(
      90deg,
      transparent 0 calc(100% / var(--kernels) - 1.5px),
      var(--paper) calc(100% / var(--kernels) - 1.5px) calc(100% / var(--kernels))
    );
  }
  .row {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: var(--space-3);
    font-size: var(--type-small);
    color: var(--quiet);
  }
  .row kbd,
  .actions kbd {
    font: inherit;
    padding: 0 5px;
    border: 1px solid var(--line);
    border-radius: 4px;
    margin-inline-start: 4px;
  }

  .models {
    margin-top: var(--space-4);
  }
  .model {
    line-height: 1.2;
  }
  .model b {
    display: inline-block;
    font: 500 var(--type-lead) / 1.3 var(--serif);
    text-wrap: balance;
  }
  .model strong {
    font: 500 3.25rem / 1.05 var(--serif);
    letter-spacing: -0.022em;
  }
  .model.part strong {
    font-size: 1.75rem;
  }
  .model .per {
    color: var(--quiet);
    white-space: nowrap;
  }
  .models .meaning {
    margin-top: var(--space-1);
    color: var(--quiet);
    font-size: var(--type-note);
    text-wrap: pretty;
  }
  .models dt {
    white-space: normal;
  }
  .headline.second {
    margin-top: var(--space-4);
    padding-top: var(--space-3);
    border-top: 1px solid var(--line);
    font: 400 var(--type-note) / 1.5 var(--sans);
  }
  .headline {
    margin-top: var(--space-3);
    font: 400 var(--type-lead) / 1.35 var(--serif);
    text-wrap: pretty;
  }
  .headline .which {
    display: block;
    margin-top: var(--space-2);
    font: 400 var(--type-note) / 1.5 var(--sans);
    color: var(--quiet);
  }
  .headline strong {
    font-weight: 500;
    white-space: nowrap;
  }
  .ceilings {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 2px var(--space-4);
    margin-top: var(--space-4);
    font-size: var(--type-note);
  }
  .ceilings dt {
    color: var(--quiet);
  }
  .ceilings dd {
    text-align: end;
    white-space: nowrap;
  }
  .ceilings small {
    color: var(--quiet);
    font-size: var(--type-small);
  }
  .health {
    margin-top: var(--space-3);
    color: var(--quiet);
    font-size: var(--type-note);
    text-wrap: pretty;
  }
  .so-far {
    font-size: var(--type-small);
    padding-top: var(--space-3);
    border-top: 1px solid var(--line);
  }
  .badges {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-top: var(--space-3);
    list-style: none;
    padding: 0;
  }
  .badges li {
    padding: 1px 8px;
    border: 1px solid var(--line-strong);
    border-radius: 99px;
    font-size: var(--type-small);
    color: var(--quiet);
    cursor: help;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    margin-top: var(--space-4);
  }
  .actions .secondary {
    padding-inline: var(--space-3);
  }
  .left {
    margin-top: var(--space-3);
    font-size: var(--type-small);
    color: var(--quiet);
  }
  .left summary {
    cursor: pointer;
    min-height: 28px;
  }
  .left ul {
    padding-inline-start: 1.1em;
  }

  .why {
    margin-top: var(--space-3);
  }
  .remedy {
    margin-top: var(--space-2);
    color: var(--quiet);
    font-size: var(--type-note);
  }
  .still {
    margin-top: var(--space-3);
    padding-top: var(--space-3);
    border-top: 1px solid var(--line);
    font-size: var(--type-note);
    color: var(--quiet);
  }
  pre {
    max-height: 180px;
    overflow: auto;
    margin: var(--space-2) 0;
    padding: var(--space-3);
    border-radius: var(--radius);
    background: var(--wash);
    font: 400 12px / 1.5 var(--mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`;
