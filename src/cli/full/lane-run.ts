/** One lane in this process: Dawn with the lane's toggles, an adapter without what belongs to others, and the lane's own points. */
import { openDevice } from '../../measure/gpu/acquire.ts';
import { isHandheld } from '../../measure/gpu/adapter.ts';
import type { Environment } from '../../measure/gpu/environment.ts';
import { planPoints, type PlanPoint } from '../../run/plans.ts';
import type { PlanName, Unavailable } from '../../run/run.ts';
import { openDawn } from '../dawn.ts';
import { UnavailableError } from '../errors.ts';
import type { LaneName } from './lane-names.ts';
import { lanes } from './lanes.ts';

export async function laneGpu(name: LaneName): Promise<GPU> {
  const { toggles, hides } = lanes[name];
  return withoutFeatures(await openDawn(toggles), hides);
}

/**
 * The plan's points that the lane keeps, on the device that it will run on.
 * @throws UnavailableError where the adapter lacks what the lane is about
 */
export async function lanePoints(gpu: GPU, name: LaneName, plan: PlanName, environment: Environment): Promise<readonly PlanPoint[] | Unavailable> {
  const opened = await openDevice(gpu, environment);
  if (opened.kind === 'unavailable') return opened;
  const { adapter, traits } = opened;
  opened.close();
  const { needs, keeps } = lanes[name];
  if (needs !== null && !adapter.features.includes(needs)) throw new UnavailableError(`this adapter has no ${needs}`);
  const facts = { software: adapter.fallback, f16: traits.f16, handheld: isHandheld(adapter), subgroupMatrices: traits.subgroupMatrices };
  return planPoints(plan, facts).filter(keeps);
}

/** The same GPU as one that lacks some features: its adapters do not list them, so that nobody asks for them. */
export function withoutFeatures(gpu: GPU, hidden: readonly string[]): GPU {
  if (hidden.length === 0) return gpu;
  return stand(gpu, {
    requestAdapter: async (options?: GPURequestAdapterOptions) => {
      const adapter = await gpu.requestAdapter(options);
      return adapter === null ? null : stand(adapter, { features: new Set([...adapter.features].filter((name) => !hidden.includes(name))) });
    },
  });
}

/** `target` with some members in place of its own. Dawn's methods want their own object as `this`. */
function stand<T extends object>(target: T, members: Readonly<Record<string, unknown>>): T {
  return new Proxy(target, {
    get(_, name) {
      if (typeof name === 'string' && name in members) return members[name];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
