/** What a server and those who send it requests know of each other. */
import type { Integrals } from './integrals.ts';
import type { Request } from './request.ts';

/** Where requests are sent, and what can be read there. */
export interface Desk {
  readonly now: number;
  /** Requests that are sent and not answered. */
  readonly inSystem: number;
  readonly integrals: Integrals;
  send(request: Request): void;
}

/** Where requests come from and go to. */
export interface Clients {
  /** A request was seen by the scheduler: the moment to send the one after it, where arrivals do not depend on answers. */
  seen(desk: Desk): void;
  /** A request has its last token, or can never have one because it does not fit the memory alone. */
  answered(request: Request, served: boolean, desk: Desk): void;
}
