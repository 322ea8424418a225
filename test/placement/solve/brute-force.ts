/** The cheapest plan of a small network by counting all of them. */
import { holderOf, shareKinds } from '../../../src/placement/plan/shares.ts';
import type { Network } from '../../../src/placement/network/choices.ts';
import type { Placement } from '../../../src/placement/request/placement.ts';

/** @returns cost with the penalty of what is unmet */
export function cheapest({ workloads, limits }: Placement, { replicas, flows, sites }: Network, penalty: number, most: number): number {
  const counts = replicas.map(() => 0);
  let best = Infinity;
  const fits = (): boolean => {
    for (const site of sites) {
      let [taken, kW] = [0, 0];
      replicas.forEach((choice, index) => {
        if (choice.site !== site) return;
        taken += choice.taken * (counts[index] ?? 0);
        kW += (choice.kW ?? 0) * (counts[index] ?? 0);
      });
      if (taken > (site.pools[0]?.count.value ?? 0)) return false;
      if (site.watts !== null && kW * 1000 > site.watts + 1e-6) return false;
    }
    return shareKinds.every((of) => {
      const share = limits[of];
      if (share === null || share >= 1) return true;
      const held = new Map<string, number>();
      let total = 0;
      replicas.forEach((choice, index) => {
        const kW = (choice.kW ?? 0) * (counts[index] ?? 0);
        held.set(holderOf[of](choice), (held.get(holderOf[of](choice)) ?? 0) + kW);
        total += kW;
      });
      return [...held.values()].every((each) => each <= share * total + 1e-6);
    });
  };
  /** By the smallest cut: of every set of users, what the others ask and what the sites of the set carry. */
  const unmet = (open: (site: string) => boolean): number =>
    workloads.reduce((sum, workload) => {
      if (workload.kind !== 'inference') return sum;
      const carried = (site: (typeof sites)[number]): number =>
        open(site.id)
          ? replicas.reduce(
              (all, choice, index) =>
                all + (choice.workload === workload && choice.site === site ? choice.replica.requestsPerSecond * (counts[index] ?? 0) : 0),
              0,
            )
          : 0;
      const demand = workload.users.map(({ requestsPerSecond }) => requestsPerSecond);
      let served = Infinity;
      for (let set = 0; set < 1 << demand.length; set++) {
        const inside = (group: number): boolean => ((set >> group) & 1) === 1;
        const reached = sites.filter((site) => flows.some((flow) => flow.workload === workload && inside(flow.group) && flow.site === site));
        served = Math.min(
          served,
          demand.reduce((all, each, group) => all + (inside(group) ? 0 : each), 0) + reached.reduce((all, site) => all + carried(site), 0),
        );
      }
      return sum + demand.reduce((all, each) => all + each, 0) - served;
    }, 0);
  const choicesOfSites = (): readonly ((site: string) => boolean)[] => {
    if (limits.sites === null) return [() => true];
    const sets: ((site: string) => boolean)[] = [];
    for (let set = 0; set < 1 << sites.length; set++) {
      const chosen = sites.filter((_, index) => ((set >> index) & 1) === 1).map(({ id }) => id);
      if (chosen.length <= limits.sites) sets.push((id) => chosen.includes(id));
    }
    return sets;
  };
  const sets = choicesOfSites();
  const count = (index: number, cost: number): void => {
    if (cost >= best) return;
    const choice = replicas[index];
    if (!choice) {
      if (fits()) for (const open of sets) best = Math.min(best, cost + penalty * unmet(open));
      return;
    }
    for (let n = 0; n <= most; n++) {
      counts[index] = n;
      count(index + 1, cost + n * choice.price.usd * choice.replica.accelerators);
    }
    counts[index] = 0;
  };
  count(0, 0);
  return best;
}
