import type { KeptEntities } from "#gateway/cache/invalidation.ts";
import type { Bulkheads } from "#gateway/execute/bulkheads.ts";
import type { NodeStates } from "#gateway/execute/node-states.ts";
import type { FrontCaches } from "#gateway/http/front-caches.ts";
import type { Generation } from "./generation.ts";
import type { FactsInForce } from "./graph-facts.ts";

export interface ForgettingParts {
  readonly entityCache: KeptEntities;
  readonly caches: FrontCaches;
  readonly bulkheads: Bulkheads;
  readonly states: NodeStates;
  readonly facts: FactsInForce;
}

export interface Forgetting {
  /** Everything. */
  all(): void;
  /** What these nodes answered, and what was made of it. */
  answersOf(codes: Iterable<string>, graph: Generation): void;
  /** In the turn in which the next graph is served. */
  changed(next: Generation, old: Generation, codes: ReadonlySet<string>): void;
}

/** What must not be given out any more when nodes come, change or go, and nothing else. */
export function forgetMembers({ entityCache, caches, bulkheads, states, facts }: ForgettingParts): Forgetting {
  const answersOf = (codes: Iterable<string>, { nodes }: Generation) => {
    for (const node of codes) {
      entityCache.invalidate({ node });
      caches.invalidate({ node });
    }
    // What is made of all nodes' answers.
    for (const { code, seesOthers } of nodes) if (seesOthers) caches.invalidate({ node: code });
  };
  return {
    all: () => {
      entityCache.clear();
      caches.invalidate({});
    },
    answersOf,
    changed: (next, old, codes) => {
      facts.set(next.facts);
      // Costs and the meaning of documents may have changed.
      caches.prepared.clear();
      caches.invalidate({});
      answersOf(codes, next);
      const there = new Set(next.nodes.map(({ code }) => code));
      for (const { code } of old.nodes) {
        if (codes.has(code)) bulkheads.forget(code);
        if (!there.has(code)) states.forget(code);
      }
    },
  };
}
