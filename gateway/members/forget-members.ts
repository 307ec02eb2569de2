import type { KeptEntities } from "#gateway/cache/invalidation.ts";
import { SCHEMA_TYPE } from "#gateway/cache/operation-types.ts";
import type { Bulkheads } from "#gateway/execute/bulkheads.ts";
import type { NodeStates } from "#gateway/execute/node-states.ts";
import type { FrontCaches } from "#gateway/http/front-caches.ts";
import { isRootType, typesOf } from "#gateway/supergraph/ownership/type-nodes.ts";
import type { Generation } from "./generation.ts";
import type { FactsInForce } from "./graph-facts.ts";
import type { QuarantineWatch } from "./quarantine-watch.ts";

export interface ForgettingParts {
  readonly entityCache: KeptEntities;
  readonly caches: FrontCaches;
  readonly bulkheads: Bulkheads;
  readonly states: NodeStates;
  readonly facts: FactsInForce;
  readonly watch: QuarantineWatch;
}

export interface Forgetting {
  /** Everything. */
  all(): void;
  /** What these nodes answered, and what was made of it. */
  answersOf(codes: Iterable<string>, graph: Generation): void;
  /** In the turn in which the next graph is served. */
  changed(next: Generation, old: Generation, codes: ReadonlySet<string>): void;
}

/** Types of the nodes that changed or left, as they were. */
function typesThatLeft(next: Generation, old: Generation, codes: ReadonlySet<string>): readonly string[] {
  const kept = new Set(next.opened.map(({ schema }) => schema.own));
  return old.opened.flatMap(({ node, schema }) =>
    codes.has(node.code) && !kept.has(schema.own)
      ? [...typesOf(schema.own).keys()].filter((name) => !isRootType(name))
      : [],
  );
}

/** What must not be given out any more when nodes come, change or go, and nothing else. */
export function forgetMembers({ entityCache, caches, bulkheads, states, facts, watch }: ForgettingParts): Forgetting {
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
      // Costs may have changed, and documents may not be valid any more that ask for what has left.
      caches.prepared.clear();
      for (const type of [SCHEMA_TYPE, ...typesThatLeft(next, old, codes)]) caches.invalidate({ type });
      answersOf(codes, next);
      for (const code of codes) watch.forget(code);
      const there = new Set(next.nodes.map(({ code }) => code));
      for (const { code } of old.nodes) {
        if (codes.has(code)) bulkheads.forget(code);
        if (!there.has(code)) states.forget(code);
      }
    },
  };
}
