/** All that the first number does not need, as one part that loads after it. */
import '../figures/runs/anchor-claim.ts';
import '../figures/runs/claim.ts';
import '../form/choices/choices.ts';
import '../figures/why/assumptions-figure.ts';
import '../figures/cost/cost-figure.ts';
import '../figures/why/sensitivity-figure.ts';
import '../figures/why/time-figure.ts';
import '../form/import/import.ts';
import './dialogs/keys.ts';
import '../figures/market/market.ts';
import './dialogs/share.ts';
import '../measure/measure.ts';
