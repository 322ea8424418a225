/** A result that came in a link: somebody's claim. It is drawn and calculated with, and always said to be theirs. */
import { decodeResult } from '../share/result-link.ts';
import { claimedRun, type ClaimedRun } from '../share/shared-result.ts';

export interface Claim {
  readonly kind: 'claim';
  /** As it stood in the address, `r=1.…`. */
  readonly fragment: string;
  readonly run: ClaimedRun;
  /** Version of the equations with which the sharer's page answered. */
  readonly modelVersion: string;
}

export interface UnreadClaim {
  readonly kind: 'unread';
  readonly message: string;
}

export async function openClaim(payload: string): Promise<Claim | UnreadClaim> {
  const decoded = await decodeResult(payload);
  if (!decoded.ok) return { kind: 'unread', message: decoded.error.message };
  return { kind: 'claim', fragment: `r=${payload}`, run: claimedRun(decoded.result), modelVersion: decoded.result.modelVersion };
}
