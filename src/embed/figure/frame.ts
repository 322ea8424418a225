/** The frame page: one figure from the address, its events and its height as messages to the page around. */
import { messageType, readFrameQuery, readMessage, settableNames, type Settings } from '../frame-messages.ts';
import { eventNames } from '../events.ts';
import '../inference-cost-lab.ts';
import { sheetOf } from '../sheet-of.ts';

const { settings, origin } = readFrameQuery(new URLSearchParams(location.search));
const figure = document.createElement('inference-cost-lab');

document.adoptedStyleSheets = [sheetOf('html, body { margin: 0; background: transparent; } inference-cost-lab { margin: 0 auto; }')];

/** Nothing that is told is secret: any page may hold the frame unless its address names one. */
function tell(event: string, detail: object): void {
  if (window.parent !== window) window.parent.postMessage({ type: messageType, event, ...detail }, origin ?? '*');
}

function set(wanted: Settings): void {
  for (const name of settableNames) {
    const value = wanted[name];
    if (value === null) figure.removeAttribute(name);
    else if (value !== undefined) figure.setAttribute(name, value);
  }
}

for (const name of eventNames) figure.addEventListener(name, (event) => tell(name, (event as CustomEvent<object>).detail));

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.source !== window.parent || window.parent === window || (origin !== null && event.origin !== origin)) return;
  const read = readMessage(event.data);
  if (read.kind === 'wrong') tell('lab-error', { code: 'message', attribute: null, message: read.message });
  else if (read.kind === 'set') set(read.settings);
});

set(settings);
document.body.prepend(figure);

let height = 0;
new ResizeObserver(() => {
  const now = Math.ceil(figure.getBoundingClientRect().height);
  if (now === height) return;
  height = now;
  tell('lab-height', { height });
}).observe(figure);
