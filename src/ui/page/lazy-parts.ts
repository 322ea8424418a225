/** What the frame has on every page and the first number does not need: dialogs, choices, and what a link claims. */
import '../figures/runs/anchor-claim.ts';
import '../figures/runs/claim.ts';
import '../form/choices/choices.ts';
import '../form/import/import.ts';
import './dialogs/keys.ts';
import './dialogs/share.ts';
