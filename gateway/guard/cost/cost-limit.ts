import type { DocumentNode, OperationDefinitionNode } from "graphql";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";
import { actualCost } from "./actual-cost.ts";
import { createCostOperation, type Variables } from "./cost-operation.ts";
import type { CostTable } from "./cost-table.ts";
import { staticCost } from "./static-cost.ts";

/** Whatever an operation is, it may need a token, a retry, a redirect or a second page. */
const ALLOWANCE = 20;

export interface CostLimits {
  /** Highest static cost of an operation. */
  readonly cost: number;
  /** Highest number of upstream calls that one operation may cause. */
  readonly upstreamCalls: number;
}

/** What one operation may cost, decided before anything of it runs. */
export interface OperationCost {
  readonly static: number;
  readonly limit: number;
  /** Upstream calls that it may cause at most. */
  readonly upstreamCalls: number;
  /** What its answer did cost. */
  actual(data: Readonly<Record<string, unknown>>): number;
}

export interface CostGuard {
  check(document: DocumentNode, definition: OperationDefinitionNode, variables?: Variables): OperationCost | Refusal;
}

/**
 * Refuses operations that may cost too much, and gives the others as many upstream calls as they may cost objects: an object is
 * fetched once at most, mostly many together.
 */
export function createCostGuard(table: CostTable, limits: CostLimits): CostGuard {
  return {
    check: (document, definition, variables) => {
      const operation = createCostOperation(table, document, definition, variables);
      const { cost, unsliced } = staticCost(operation);
      if (unsliced.length > 0) return refuseUnsliced(unsliced);
      if (cost > limits.cost) return refuseCost(Math.min(Math.ceil(cost), Number.MAX_SAFE_INTEGER), limits.cost);
      return {
        static: cost,
        limit: limits.cost,
        upstreamCalls: Math.min(limits.upstreamCalls, ALLOWANCE + cost),
        actual: (data) => actualCost(operation, data),
      };
    },
  };
}

function refuseCost(cost: number, limit: number): Refusal {
  const detail = { zh: `成本 ${cost}，上限 ${limit}`, en: `it may cost ${cost}, the limit is ${limit}` };
  return refuse("QUERY_TOO_COSTLY", detail, { cost, limit });
}

function refuseUnsliced([name]: readonly string[]): Refusal {
  return refuse("GRAPHQL_VALIDATION_FAILED", {
    zh: `字段 ${name} 须恰好给出一个分页参数`,
    en: `field ${name} needs exactly one of its slicing arguments`,
  });
}
