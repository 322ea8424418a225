/** Single keys of the page. They are silent while something is typed in, held with a modifier, or a layer is open. */

export type Command = 'cancel' | 'measure' | 'undo' | 'choices' | 'share' | 'keys';

const commands: Readonly<Record<string, Command>> = { Escape: 'cancel', m: 'measure', u: 'undo', a: 'choices', s: 'share', '?': 'keys' };

export function keyCommand(event: KeyboardEvent): Command | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return null;
  const path = event.composedPath();
  const typing = path.some(
    (node) => node instanceof HTMLElement && node.matches('input, select, textarea, [contenteditable], dialog[open], [popover]:popover-open'),
  );
  return typing ? null : (commands[event.key] ?? null);
}
