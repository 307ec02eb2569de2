/** A plan of @apollo/query-planner as plain data: what to ask of which subgraph, in what order. */
export interface QueryPlan {
  readonly node: PlanNode;
}

export type PlanNode =
  | FetchNode
  | { readonly kind: "Flatten"; readonly path: readonly (string | number)[]; readonly node: PlanNode }
  | { readonly kind: "Parallel" | "Sequence"; readonly nodes: readonly PlanNode[] }
  | {
      readonly kind: "Condition";
      /** Name of a variable. */
      readonly condition: string;
      readonly ifClause?: PlanNode;
      readonly elseClause?: PlanNode;
    };

export interface FetchNode {
  readonly kind: "Fetch";
  readonly serviceName: string;
  /** Of a look-up of entities: what a representation is made of. */
  readonly requires?: readonly QueryPlanSelection[];
  /** Names of variables in the operation. */
  readonly variableUsages?: readonly string[];
  /** Text of the operation. */
  readonly operation: string;
  readonly inputRewrites?: readonly Rewrite[];
  readonly outputRewrites?: readonly Rewrite[];
}

export type QueryPlanSelection =
  | {
      readonly kind: "Field";
      /** Under which it was gathered, where that is not its name. */
      readonly alias?: string;
      readonly name: string;
      readonly selections?: readonly QueryPlanSelection[];
    }
  | {
      readonly kind: "InlineFragment";
      readonly typeCondition?: string;
      readonly selections: readonly QueryPlanSelection[];
    };

/** Paths hold keys, and "... on TYPE" before what is of that type only. */
export type Rewrite =
  | { readonly kind: "ValueSetter"; readonly path: readonly string[]; readonly setValueTo: unknown }
  | { readonly kind: "KeyRenamer"; readonly path: readonly string[]; readonly renameKeyTo: string };

/** What the executor must know of a supergraph besides the schema that clients see. */
export interface SupergraphFacts {
  /** Its members, with the addresses in it (join spec: https://specs.apollo.dev/join/v0.5/#@graph). */
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** The schema that clients see, as text, a definition each. */
  readonly apiSdl: readonly string[];
  /** Members of every interface and union by its name, those that clients cannot see included. */
  readonly possibleTypes: Readonly<Record<string, readonly string[]>>;
  /** Names of all fields. */
  readonly fieldNames: readonly string[];
  /** Interfaces that some members know as one object (@interfaceObject), with the fields that those tell. */
  readonly interfaceObjects: Readonly<Record<string, readonly string[]>>;
  /**
   * "Interface.field" of what a member that knows the interface as one object computes from others'
   * fields. Asked of one of the interface's types only, planner 2.14.4 runs in circles, or forgets what it is computed from.
   */
  readonly computedByInterface: readonly string[];
}

/** The seam before whatever plans operations (Apollo's planner is under the Elastic License 2.0; others exist). */
export interface Planner {
  readonly facts: SupergraphFacts;
  /** `document` is one valid operation without fragments. Rejects with PlanningError. */
  plan(document: string): Promise<QueryPlan>;
  close(): Promise<void>;
}

/** There is no plan: it took too long, too many wait, or the planner failed. */
export class PlanningError extends Error {
  override readonly name = "PlanningError" as const;
  /** "failed" and "too-long" (or too large) would fail again; "busy" may pass. */
  readonly reason: "failed" | "too-long" | "busy";

  constructor(reason: PlanningError["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}
