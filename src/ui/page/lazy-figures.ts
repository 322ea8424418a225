/** All that is not on the first screen, as one part that loads after it. */
import '../figures/runs/anchor-claim.ts';
import '../figures/runs/claim.ts';
import '../form/choices/choices.ts';
import '../figures/why/assumptions-figure.ts';
import '../figures/cost/cost-figure.ts';
import '../figures/kernels/kernels-figure.ts';
import '../figures/kernels/models-figure.ts';
import '../figures/kernels/roofline-figure.ts';
import '../figures/why/sensitivity-figure.ts';
import '../figures/why/time-figure.ts';
import '../figures/runs/transfer-figure.ts';
import '../figures/runs/history.ts';
import '../form/import/import.ts';
import './dialogs/keys.ts';
import '../figures/market/market.ts';
import '../figures/why/method.ts';
import './dialogs/share.ts';
