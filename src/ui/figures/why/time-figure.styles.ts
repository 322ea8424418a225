import { css } from 'lit';

export const timeFigureStyles = css`
  .none {
    margin-top: var(--space-3);
    color: var(--quiet);
  }
  dl {
    margin-top: var(--space-2);
  }
  dl > div {
    display: grid;
    grid-template-columns: 1fr auto 3.6em;
    gap: 0 var(--space-3);
    align-items: baseline;
    padding: 7px 0;
    border-bottom: 1px solid var(--line);
    font-size: var(--type-note);
  }
  dt {
    display: flex;
    align-items: baseline;
    gap: var(--space-3);
  }
  i {
    flex: none;
    width: 11px;
    height: 11px;
    border-radius: 2px;
  }
  dd {
    text-align: end;
  }
  .share {
    color: var(--quiet);
  }
  dl .total {
    border: 0;
    font-weight: 500;
  }
`;
