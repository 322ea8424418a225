/**
 * Addresses of the lab's own workers, as the browser wants them where the page's policy asks for Trusted Types: an address that became a
 * script without this word for it is refused.
 */
interface ScriptPolicy {
  createScriptURL(address: string): unknown;
}

interface PolicyMaker {
  createPolicy(name: string, rules: { createScriptURL: (address: string) => string }): ScriptPolicy;
}

let policy: ScriptPolicy | null | undefined;

/** @param address of a script that the build made: it is never text that came from outside */
export function workerAddress(address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyMaker };
  policy ??= trustedTypes?.createPolicy('lab-workers', { createScriptURL: (own) => own }) ?? null;
  return (policy?.createScriptURL(address) ?? address) as string;
}
