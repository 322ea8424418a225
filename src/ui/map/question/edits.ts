/** Edits of a question, each of which makes another: no part of one is ever changed. */
import {
  isServed,
  spare,
  type AskedJob,
  type AskedLimits,
  type AskedPlacement,
  type AskedServed,
  type AskedSwitches,
  type AskedWorkload,
  type WorkloadKind,
} from './asked.ts';

export const withWorkload = (asked: AskedPlacement, index: number, workload: AskedWorkload): AskedPlacement => {
  const before = asked.workloads[index];
  const renamed = asked.workloads.with(index, workload);
  if (before === undefined || before.id === workload.id) return { ...asked, workloads: renamed };
  // Jobs go on sending to what was renamed.
  return {
    ...asked,
    workloads: renamed.map((each) =>
      isServed(each) || !each.sendsTo ? each : { ...each, sendsTo: each.sendsTo.map((id) => (id === before.id ? workload.id : id)) },
    ),
  };
};

export function withoutWorkload(asked: AskedPlacement, index: number): AskedPlacement {
  const gone = asked.workloads[index]?.id;
  const left = asked.workloads.filter((_, other) => other !== index);
  return {
    ...asked,
    workloads: left.map((each) =>
      isServed(each) || !each.sendsTo?.includes(gone ?? '') ? each : spare({ ...each, sendsTo: each.sendsTo.filter((id) => id !== gone) }),
    ),
  };
}

/** The first of "Workload", "Workload 2", "Workload 3" … that is free. */
function freeName(asked: AskedPlacement): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? 'Workload' : `Workload ${String(count)}`;
    if (!asked.workloads.some(({ id }) => id === name)) return name;
  }
}

export function withNewWorkload(asked: AskedPlacement): AskedPlacement {
  const workload: AskedWorkload = {
    id: freeName(asked),
    kind: 'inference',
    scenario: { model: 'llama-3.1-8b' },
    users: [{ place: 'ZA', requestsPerSecond: 10 }],
  };
  return { ...asked, workloads: [...asked.workloads, workload] };
}

/** The same workload as another kind of work; what both kinds have stays. */
export function asKind(workload: AskedWorkload, kind: WorkloadKind, { workloads }: AskedPlacement): AskedWorkload {
  const { id, sovereignty } = workload;
  const listed = workload.residency === 'law' ? null : workload.residency;
  const model = isServed(workload) ? workload.scenario['model'] : workload.training['model'];
  if (kind === 'inference' || kind === 'agent') {
    const users = isServed(workload) ? workload.users : [{ place: 'DE' }];
    // A task brings its own lengths.
    return spare<AskedServed>({
      id,
      kind,
      scenario: { model },
      task: kind === 'agent' ? { preset: 'coding-session' } : null,
      users: users.map(({ place, requestsPerSecond = 1, tasksPerHour = 100 }) =>
        kind === 'agent' ? { place, tasksPerHour } : { place, requestsPerSecond },
      ),
      residency: workload.residency,
      sovereignty,
      roundTrip: isServed(workload) ? workload.roundTrip : null,
    });
  }
  const servers = workloads.filter((each) => isServed(each) && each.id !== id).map((each) => each.id);
  const training = kind === 'fine-tune' ? { method: 'lora', model, tokens: 2e8 } : { model, tokens: 1e12 };
  // A job has no users: a gate needs to be told whose.
  const gate = sovereignty && { ...sovereignty, of: sovereignty.of ?? 'EU' };
  const deadlineHours = kind === 'fine-tune' ? 48 : 2160;
  return spare<AskedJob>({ id, kind, training, deadlineHours, sendsTo: servers.slice(0, 1), residency: listed, sovereignty: gate });
}

/** A part that is given as null goes. */
type Changed<T> = { readonly [Key in keyof T]?: T[Key] | null };

export const withSwitches = (asked: AskedPlacement, change: Changed<AskedSwitches>): AskedPlacement =>
  spare<AskedPlacement>({ ...asked, switches: spare<AskedSwitches>({ ...asked.switches, ...change }) });

export const withLimits = (asked: AskedPlacement, change: Changed<AskedLimits>): AskedPlacement =>
  spare<AskedPlacement>({ ...asked, limits: spare<AskedLimits>({ ...asked.limits, ...change }) });

export function withoutSwitches({ switches: _, ...asked }: AskedPlacement): AskedPlacement {
  return asked;
}
