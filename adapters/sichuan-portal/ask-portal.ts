import type { Decoder } from "#adapters/runtime/call/decode.ts";
import type { CallContext, Sourced, SourceRuntime } from "#adapters/runtime/source.ts";
import { pauseOnQuota } from "./decode/envelope.ts";

/** Asks one address of the portal. */
export type AskPortal = <T>(question: PortalQuestion<T>, context: CallContext) => Promise<Sourced<T>>;

interface PortalQuestion<T> {
  /** Stable name, for metrics and logs. */
  readonly operation: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly decode: Decoder<T>;
  readonly ttlMs: number;
}

const MINUTE = 60_000;

/** How long each kind may be served again: what staff edit by the year longer than what sellers edit by the day. */
export const TTL_MS = {
  catalogue: 60 * MINUTE,
  hall: 6 * 60 * MINUTE,
  programme: 30 * MINUTE,
  experts: 6 * 60 * MINUTE,
  offers: 5 * MINUTE,
  patentCopies: 60 * MINUTE,
} as const;

export function createAskPortal(runtime: SourceRuntime, baseUrl: string): AskPortal {
  return ({ path, ...question }, context) =>
    runtime.call({ ...question, url: `${baseUrl}${path}`, pauseOn: pauseOnQuota }, context);
}
