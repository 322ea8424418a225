/**
 * Keys of the page. Single ones are silent while something is typed in, held with a modifier, or a layer is open; those that every editor
 * has, undo and redo, work wherever the scenario can be edited, except in a text field, which has its own.
 */

export type Command = 'cancel' | 'measure' | 'undo' | 'redo' | 'choices' | 'share' | 'keys';

const commands: Readonly<Record<string, Command>> = {
  Escape: 'cancel',
  m: 'measure',
  u: 'undo',
  U: 'redo',
  a: 'choices',
  s: 'share',
  '?': 'keys',
};

const textField = 'input:not([type="checkbox"], [type="radio"], [type="range"], [type="button"]), textarea, [contenteditable]';

export function keyCommand(event: KeyboardEvent): Command | null {
  if (event.altKey || event.defaultPrevented) return null;
  const path = event.composedPath().filter((node): node is HTMLElement => node instanceof HTMLElement);
  if (event.ctrlKey || event.metaKey) return stepOf(event, path);
  const busy = path.some((node) => node.matches('input, select, textarea, [contenteditable], dialog[open], [popover]:popover-open'));
  return busy ? null : (commands[event.key] ?? null);
}

function stepOf({ key, shiftKey }: KeyboardEvent, path: readonly HTMLElement[]): Command | null {
  if (path.some((node) => node.matches(textField))) return null;
  // A dialog that edits nothing of the scenario hides what would change.
  if (path.some((node) => node.matches('dialog[open]')) && !path.some(({ localName }) => localName === 'lab-choices')) return null;
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  // As Windows has it.
  return letter === 'y' && !shiftKey ? 'redo' : null;
}
