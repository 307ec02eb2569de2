export interface QueryPlan {
  readonly node: PlanNode | null;
}
export type PlanNode =
  | FetchNode
  | { readonly kind: "Flatten"; readonly path: readonly (string | number)[]; readonly node: PlanNode }
  | { readonly kind: "Parallel" | "Sequence"; readonly nodes: readonly PlanNode[] }
  | {
      readonly kind: "Condition";
      readonly condition: string;
      readonly ifClause?: PlanNode;
      readonly elseClause?: PlanNode;
    };
export interface FetchNode {
  readonly kind: "Fetch";
  readonly serviceName: string;
  readonly requires?: readonly QueryPlanSelection[];
  readonly variableUsages: readonly string[];
  readonly operation: string;
  readonly operationName?: string;
  readonly operationKind: string;
  readonly inputRewrites?: readonly Rewrite[];
  readonly outputRewrites?: readonly Rewrite[];
}
export type QueryPlanSelection =
  | {
      readonly kind: "Field";
      readonly alias?: string;
      readonly name: string;
      readonly selections?: readonly QueryPlanSelection[];
    }
  | {
      readonly kind: "InlineFragment";
      readonly typeCondition?: string;
      readonly selections: readonly QueryPlanSelection[];
    };
export type Rewrite =
  | { readonly kind: "ValueSetter"; readonly path: readonly string[]; readonly setValueTo: unknown }
  | { readonly kind: "KeyRenamer"; readonly path: readonly string[]; readonly renameKeyTo: string };
export interface Planner {
  readonly apiSdl: string;
  readonly possibleTypes: Readonly<Record<string, readonly string[]>>;
  readonly fieldNames: readonly string[];
  plan(document: string): Promise<QueryPlan>;
  close(): Promise<void>;
}
