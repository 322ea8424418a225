/** How the card looks, from 320 to 720 px of whatever holds it. */

export const cardStyles = `
:host {
  --rem: max(16px, 1rem);
  display: block;
  max-width: 720px;
  container-type: inline-size;
  color-scheme: inherit;
}
:host([hidden]), [hidden] { display: none !important; }
.card {
  position: relative;
  margin: 0;
  padding: 20px 24px;
  border: 1px solid var(--line);
  border-radius: 10px;
  background: var(--paper);
  color: var(--ink);
  font: 400 calc(1 * var(--rem)) / 1.5 var(--sans);
  font-variant-numeric: tabular-nums;
  letter-spacing: normal;
  word-spacing: normal;
  text-align: start;
  text-transform: none;
  text-indent: 0;
  white-space: normal;
  text-shadow: none;
  -webkit-font-smoothing: antialiased;
}
.card.light { color-scheme: light; }
.card.dark { color-scheme: dark; }
figcaption { font: 500 var(--type-lead) / 1.35 var(--serif); text-wrap: pretty; overflow-wrap: anywhere; }
.hero { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 16px; margin: 8px 0 0; }
.hero strong { font: 500 calc(2.9 * var(--rem)) / 1.1 var(--serif); letter-spacing: -0.025em; font-variant-numeric: lining-nums tabular-nums; }
.hero strong small { font: 400 var(--type-small) / 1 var(--sans); letter-spacing: 0; color: var(--quiet); }
.hero .range { font-size: var(--type-lead); color: var(--quiet); white-space: nowrap; }
.hero .evidence { display: inline-flex; align-items: center; gap: 6px; align-self: baseline; color: var(--quiet); font-size: var(--type-note); white-space: nowrap; }
.hero .words { font: 500 var(--type-title) / 1.25 var(--serif); max-width: 30ch; text-wrap: balance; }
.inline-mark { color: var(--quiet); translate: 0 1px; flex: none; }
.full { fill: currentColor; stroke: currentColor; }
.hollow { fill: var(--paper); stroke: currentColor; }
path.full { stroke: none; }
.body { margin-top: 14px; }
.body:empty, .controls:empty, .problems:empty, .busy:empty { display: none; }
.bars { display: grid; grid-template-columns: fit-content(38%) 1fr; margin: 0; padding: 0; list-style: none; font-size: var(--type-small); line-height: 24px; }
.bars li { display: grid; grid-template-columns: subgrid; grid-column: 1 / -1; gap: 0 16px; align-items: center; }
.bars .name { min-width: 0; overflow-wrap: anywhere; line-height: 1.25; padding-block: 4px; }
.bars .chosen .name, .bars .chosen text { font-weight: 600; }
.bars .plot { padding-inline-end: 62px; line-height: 0; }
.bars svg { display: block; width: 100%; overflow: visible; }
.bars svg svg { width: 1px; height: 1px; }
.bars text { fill: var(--ink); font: 400 var(--type-small) var(--sans); font-variant-numeric: tabular-nums; }
.bars .whisker { stroke: currentColor; stroke-width: 2; }
.bars .dashed { stroke-dasharray: 2 4; }
.series-green svg { color: var(--series-green); }
.series-vermilion svg { color: var(--series-vermilion); }
.series-blue svg { color: var(--series-blue); }
.series-orange svg { color: var(--series-orange); }
.series-purple svg { color: var(--series-purple); }
.series-sky svg { color: var(--series-sky); }
.series-olive svg { color: var(--series-olive); }
.series-grey svg { color: var(--series-grey); }
.body > :not(:first-child) { margin-top: 14px; }
.note { margin: 0; font-size: var(--type-small); color: var(--quiet); max-width: 66ch; }
.note:empty { display: none; }
.facts { display: flex; flex-wrap: wrap; gap: 10px 28px; margin: 0; }
.facts dt { font-size: var(--type-small); color: var(--quiet); }
.facts dd { margin: 0; }
small { color: var(--quiet); font-size: var(--type-small); }
.parts { display: grid; grid-template-columns: 1fr auto auto; gap: 2px 20px; margin: 0; max-width: 460px; font-size: var(--type-note); }
.parts > div { display: grid; grid-template-columns: subgrid; grid-column: 1 / -1; }
.parts dt { display: flex; align-items: center; gap: 8px; }
.parts dd { margin: 0; text-align: end; }
.parts .share { color: var(--quiet); }
.parts i { width: 10px; height: 10px; border-radius: 2px; background: currentColor; flex: none; }
.series-green i { color: var(--series-green); }
.series-vermilion i { color: var(--series-vermilion); }
.series-blue i { color: var(--series-blue); }
.series-orange i { color: var(--series-orange); }
.series-purple i { color: var(--series-purple); }
.series-sky i { color: var(--series-sky); }
.series-olive i { color: var(--series-olive); }
.series-grey i { color: var(--series-grey); }
table { width: 100%; border-collapse: collapse; font-size: var(--type-note); }
th { vertical-align: baseline; font-weight: 400; text-align: start; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-size: var(--type-small); }
td { padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); vertical-align: baseline; }
.number { white-space: nowrap; }
.chart-box { min-height: 38px; overflow: hidden; }
.run { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; margin: 0; font-size: var(--type-small); color: var(--quiet); }
progress { flex: 1 1 200px; height: 8px; accent-color: var(--accent); }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 190px), 1fr)); gap: 10px 16px; margin-top: 16px; padding-top: 16px; border-top: 1px solid var(--line); }
.fields label { display: grid; gap: 2px; align-content: start; font-size: var(--type-small); color: var(--quiet); min-width: 0; }
select, input { min-height: var(--control); width: 100%; min-width: 0; padding: 0 10px; border: 1px solid var(--line-strong); border-radius: var(--radius); background: var(--paper); color: var(--ink); font: 400 var(--type-note) var(--sans); }
input::placeholder { color: var(--quiet); opacity: 1; }
[aria-invalid='true'] { border-color: var(--bad); }
.wrong { color: var(--bad); }
.wrong:empty { display: none; }
.problems { margin: 12px 0 0; padding: 8px 12px; list-style: none; border-radius: var(--radius); background: var(--warning-wash); font-size: var(--type-note); overflow-wrap: anywhere; }
.busy { margin: 12px 0 0; font-size: var(--type-small); color: var(--quiet); }
.foot { display: flex; flex-wrap: wrap; align-items: center; gap: 12px 14px; margin-top: 16px; font-size: var(--type-small); color: var(--quiet); }
.buttons { display: flex; flex-wrap: wrap; gap: 8px 12px; }
.source { margin-inline-start: auto; text-align: end; }
.source a { color: inherit; text-decoration: underline; text-decoration-color: var(--line-strong); text-underline-offset: 0.2em; }
.source a:hover { color: var(--ink); text-decoration-color: var(--accent); }
button {
  min-height: var(--control);
  padding: 4px 14px;
  border: 1px solid var(--accent);
  border-radius: var(--radius);
  background: none;
  color: var(--accent);
  font: 500 var(--type-note) / 1.3 var(--sans);
  cursor: pointer;
  transition: background-color var(--motion);
}
button:hover { background: var(--accent-wash); }
button.primary { background: var(--accent); color: var(--on-accent); }
button:disabled { opacity: 0.55; cursor: default; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
button:focus-visible { border-radius: var(--radius); }
.hidden-visually { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@container (max-width: 420px) {
.number small { display: block; }
th, td { padding-inline-end: 8px; }
  .card { padding: 16px; }
  .hero strong { font-size: calc(2.5 * var(--rem)); }
  .source { margin-inline-start: 0; text-align: start; }
  .foot { align-items: flex-start; }
}
@media (forced-colors: active) {
  :host {
    --paper: Canvas; --ink: CanvasText; --quiet: CanvasText; --line: CanvasText; --line-strong: CanvasText; --wash: Canvas;
    --accent: LinkText; --accent-wash: Canvas; --on-accent: Canvas; --warning-wash: Canvas;
    --series-green: CanvasText; --series-vermilion: CanvasText; --series-blue: CanvasText; --series-orange: CanvasText;
    --series-purple: CanvasText; --series-sky: CanvasText; --series-olive: CanvasText; --series-grey: CanvasText;
  }
  .problems { border: 1px solid CanvasText; }
}
@media print {
  .card { color-scheme: light; break-inside: avoid; }
  .buttons, .controls, .busy { display: none; }
  .source { margin-inline-start: 0; text-align: start; }
  .source a::after { content: " " attr(href); overflow-wrap: anywhere; }
}
`;
