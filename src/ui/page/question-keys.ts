/** Undo, redo and cancel by key on a page that asks beside the scenario: its own steps come first, then those of the scenario. */
import { keyCommand } from './shortcuts.ts';

export interface Steps {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  undo(): void;
  redo(): void;
}

/**
 * @param cancel ends what is in work
 * @returns ends it
 */
export function questionKeys(steps: Steps, cancel: () => void): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const command = keyCommand(event);
    if (command === 'cancel') cancel();
    else if ((command === 'undo' && steps.canUndo) || (command === 'redo' && steps.canRedo)) {
      // A key that is taken says nothing to the page.
      event.preventDefault();
      steps[command]();
    }
  };
  window.addEventListener('keydown', onKey, { capture: true });
  return () => window.removeEventListener('keydown', onKey, { capture: true });
}
