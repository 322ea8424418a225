/**
 * Drives the page's own automation face: `?run=quick` starts a run, `window.inferenceCostLab` tells how it goes.
 * Anything that drives a browser can do the same.
 */
import type { Page } from 'playwright-core';
import type { Calibration } from '../../index.ts';
import type { PlanName, Run, Unavailable } from '../../run/run.ts';
import { UnavailableError } from '../errors.ts';
import { ProgressLine } from '../print/progress-line.ts';
import { openLab } from './open-lab.ts';

export interface LabResult {
  readonly run: Run;
  readonly calibration: Calibration;
  readonly link: string;
}

/** What the page says about itself, as far as it is read here. */
interface PageState {
  readonly state: string;
  readonly progress: { readonly done: number; readonly total: number; readonly words: string } | null;
  readonly result: LabResult | null;
  readonly error: Pick<Unavailable, 'reason' | 'message' | 'remedy'> | null;
}

export interface RunPageOptions {
  readonly url: string;
  readonly plan: PlanName;
  readonly headed: boolean;
}

/** Milliseconds without any sign of progress after which the page is given up; a kernel on a slow processor takes a few seconds. */
const patience = 120_000;
/** Milliseconds between two looks at the page: rare enough not to disturb what is timed in its worker. */
const interval = 250;

/**
 * @returns the page's result, or null when Ctrl-C cancelled it
 * @throws UnavailableError with the page's own reason and remedy where it could not measure
 */
export async function runPage({ url, plan, headed }: RunPageOptions): Promise<LabResult | null> {
  const address = new URL(url);
  address.searchParams.set('run', plan);
  const cancelled = onInterrupt();
  const progress = new ProgressLine();
  try {
    process.stderr.write('Starting a browser\n');
    const opening = openLab({ url: address.href, headed });
    const opened = await Promise.race([opening, cancelled.promise]);
    if (opened === null) {
      await opening.then((late) => late.close());
      return null;
    }
    try {
      process.stderr.write(`${opened.browserName}\n`);
      return await Promise.race([follow(opened.page, progress), cancelled.promise]);
    } finally {
      progress.end();
      await opened.close();
    }
  } finally {
    cancelled.forget();
  }
}

async function follow(page: Page, progress: ProgressLine): Promise<LabResult> {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  let lastSeen = '';
  let lastChange = performance.now();
  for (;;) {
    const state = await read(page);
    if (state.result !== null) return state.result;
    if (state.error !== null) throw new UnavailableError(`${state.error.message}\n${state.error.remedy}`);
    if (state.state === 'cancelled') throw new UnavailableError('the run was cancelled in the window');
    if (state.progress !== null) progress.show(state.progress);
    const seen = JSON.stringify(state.progress);
    if (seen !== lastSeen) {
      lastSeen = seen;
      lastChange = performance.now();
    } else if (performance.now() - lastChange > patience) {
      throw new UnavailableError(`the page made no progress for ${patience / 1000} s${faults.length === 0 ? '' : `: ${faults.join('; ')}`}`);
    }
    await page.waitForTimeout(interval);
  }
}

async function read(page: Page): Promise<PageState> {
  const state = page.evaluate(() => {
    const { inferenceCostLab } = globalThis as unknown as { inferenceCostLab?: Partial<PageState> };
    const { state = 'loading', progress = null, error = null, result = null } = inferenceCostLab ?? {};
    return { state, progress, error, result };
  });
  return state.catch((error: unknown) => {
    if (page.isClosed()) throw new UnavailableError('the window was closed before there was a result');
    throw error;
  });
}

/** Ctrl-C as a promise of null, so that the browser is closed on the way out. */
function onInterrupt(): { promise: Promise<null>; forget: () => void } {
  let forget = (): void => undefined;
  const promise = new Promise<null>((resolve) => {
    const interrupted = (): void => resolve(null);
    process.once('SIGINT', interrupted);
    process.once('SIGTERM', interrupted);
    forget = () => {
      process.off('SIGINT', interrupted);
      process.off('SIGTERM', interrupted);
    };
  });
  return { promise, forget };
}
