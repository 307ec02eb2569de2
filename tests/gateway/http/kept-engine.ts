import type { CachePolicy } from "#gateway/cache/answer-policy.ts";
import type { OperationOutcome, OperationRequest, RequestScope, RunOperation } from "#gateway/http/operation.ts";

export const HOUR = 3_600_000;

export interface CountingEngine {
  readonly run: RunOperation;
  /** What it was asked, in order. */
  readonly asked: { readonly operation: OperationRequest; readonly scope: RequestScope }[];
}

/** Tells in every answer who asked what, and how often anything was asked before; `policy` (null for none) and the rest as given. */
export function countingEngine(
  policy: Partial<CachePolicy> | null = {},
  more: (operation: OperationRequest, scope: RequestScope) => Partial<OperationOutcome["body"]> = () => ({}),
): CountingEngine {
  const asked: CountingEngine["asked"] = [];
  return {
    asked,
    run: async (operation, scope) => {
      asked.push({ operation, scope });
      const told = { turn: asked.length, language: scope.language, partition: scope.partition };
      return {
        kind: "executed",
        policy:
          policy === null
            ? undefined
            : { ttlMs: HOUR, isPrivate: false, nodes: new Set(["a"]), tags: new Set(), ...policy },
        body: { data: { told, variables: operation.variables ?? null }, ...more(operation, scope) },
      };
    },
  };
}
