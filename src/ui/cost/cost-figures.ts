/** What the cost page shows beyond its first number, as one part that loads after it. */
import '../figures/cost/cost-figure.ts';
import '../figures/market/market.ts';
import '../figures/why/assumptions-figure.ts';
import '../figures/why/sensitivity-figure.ts';
import '../figures/why/time-figure.ts';
import '../measure/measure.ts';
