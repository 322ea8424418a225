/** The script of the embed: defines `<inference-cost-lab>`, and loads its engine when a figure first asks for it. */
import { InferenceCostLab } from './element.ts';

/** One promise, so that every figure of a page shares one engine; a failed one is asked for again. */
let engine: ReturnType<typeof InferenceCostLab.load> | undefined;

InferenceCostLab.load = () =>
  (engine ??= import('./live/live.ts')
    .then(({ startLive }) => startLive)
    .catch((error: unknown) => {
      engine = undefined;
      throw error;
    }));

// The lab stands one folder above this script, wherever it was copied to.
InferenceCostLab.lab = new URL(/* @vite-ignore */ '../', import.meta.url).href;

// Two copies of this script on one page, from two addresses, are one element: the first that came.
if (customElements.get('inference-cost-lab') === undefined) customElements.define('inference-cost-lab', InferenceCostLab);

export { InferenceCostLab };
