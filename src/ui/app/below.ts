/** All that is not on the first screen, as one part that loads after it. */
import '../claim/claim.ts';
import '../choices/choices.ts';
import '../figures/assumptions-figure.ts';
import '../figures/cost-figure.ts';
import '../figures/kernels-figure.ts';
import '../figures/models-figure.ts';
import '../figures/roofline-figure.ts';
import '../figures/sensitivity-figure.ts';
import '../figures/time-figure.ts';
import '../figures/transfer-figure.ts';
import '../history/history.ts';
import '../import/import.ts';
import '../keys/keys.ts';
import '../market/market.ts';
import '../method/method.ts';
import '../share/share.ts';
