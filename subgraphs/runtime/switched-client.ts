import type { CallContext } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";

/**
 * The client of a source that asks no host, such as a store, with a switch before it: while it is off, every question fails
 * with "off". Sources that ask a host are switched off at its gate, so that what they keep is still given.
 */
export function switchedClient(source: string, client: object, isOff: () => boolean): object {
  return new Proxy(client, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      return (...given: readonly unknown[]) => {
        if (!isOff()) return Reflect.apply(member, target, given);
        contextIn(given)?.observe({ ...SKIPPED, source, operation: String(name) });
        return Promise.reject(new UpstreamError(source, { kind: "off" }));
      };
    },
  });
}

const SKIPPED = {
  outcome: "SKIPPED",
  upstreamCalls: 0,
  cacheHits: 0,
  ageMs: 0,
  durationMs: 0,
  ttlMs: 0,
  isPrivate: false,
} as const;

/** Clients take the context of the call last. */
function contextIn(given: readonly unknown[]): Pick<CallContext, "observe"> | undefined {
  const last = given.at(-1);
  const isContext = typeof last === "object" && last !== null && "observe" in last;
  return isContext && typeof last.observe === "function" ? (last as Pick<CallContext, "observe">) : undefined;
}
