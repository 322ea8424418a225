/** What the frame has on every page and the first number does not need: dialogs, choices, what a link claims, and what is printed below it. */
import '../figures/runs/anchor-claim.ts';
import '../figures/runs/claim.ts';
import '../form/choices/choices.ts';
import '../form/import/import.ts';
import './dialogs/keys.ts';
import './dialogs/share.ts';
import './on-paper.ts';
import './printed.ts';
