import { buildSchema, type DocumentNode, GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from "graphql";
import { LRUCache } from "lru-cache";
import type { Planner } from "#gateway/plan/planner.ts";
import { freePrefix } from "./canonical-keys.ts";
import { ClientOperation, type SchemaFacts } from "./client-operation.ts";
import { compilePlan, type Step } from "./compile-plan.ts";
import { complete, type Misfit } from "./complete.ts";
import type { ObjectShape } from "./output-shape.ts";
import { answerPaths, unexplained } from "./place-errors.ts";
import { type Gathering, runPlan } from "./run-plan.ts";
import type { Subgraph, SubgraphError } from "./subgraph.ts";
import { TypeRelations } from "./type-relations.ts";

/** A valid document and what goes with it. */
export interface FederatedRequest {
  readonly document: DocumentNode;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

export interface FederatedAnswer {
  /** Absent when nothing was executed. */
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly (GraphQLFormattedError | GraphQLError)[];
}

/** Plans and runs operations over one supergraph. */
export interface FederationEngine<Context> {
  /** What clients see. */
  readonly schema: GraphQLSchema;
  execute(request: FederatedRequest, context: Context): Promise<FederatedAnswer>;
}

export interface FederationEngineParts<Context> {
  readonly planner: Planner;
  readonly subgraphs: ReadonlyMap<string, Subgraph<Context>>;
  /** Whether scalars of the graph's own may be objects and lists. */
  readonly allowsObjectScalars: boolean;
  /** How clients are told that a subgraph's answer broke the schema; null where it is not known whose it was. */
  readonly describeMisfit: (message: string, subgraph: string | null) => Omit<SubgraphError, "path">;
}

/** Characters of plan text that are kept; a compiled plan takes a few tens of times as much. */
const PLAN_TEXT = 2_000_000;

export function createFederationEngine<Context>(parts: FederationEngineParts<Context>): FederationEngine<Context> {
  return new Engine(parts);
}

class Engine<Context> implements FederationEngine<Context> {
  readonly schema: GraphQLSchema;
  readonly #parts: FederationEngineParts<Context>;
  readonly #facts: SchemaFacts;
  readonly #relations: TypeRelations;
  /** As long as the document is kept elsewhere. */
  readonly #operations = new WeakMap<DocumentNode, Map<string | undefined, ClientOperation>>();
  readonly #plans = new LRUCache<string, { step: Step | null } | Promise<Step | null>>({
    maxSize: PLAN_TEXT,
    sizeCalculation: (_plan, text) => text.length,
  });

  constructor(parts: FederationEngineParts<Context>) {
    const { planner, allowsObjectScalars } = parts;
    this.schema = buildSchema(planner.apiSdl, { assumeValid: true, noLocation: true });
    this.#parts = parts;
    this.#relations = new TypeRelations(planner.possibleTypes);
    this.#facts = { schema: this.schema, keyPrefix: freePrefix(planner.fieldNames), allowsObjectScalars };
  }

  async execute(
    { document, operationName, variables = {} }: FederatedRequest,
    context: Context,
  ): Promise<FederatedAnswer> {
    const operation = this.#operation(document, operationName);
    if (operation === null) return { errors: [new GraphQLError("no such operation")] };
    const values = operation.coerce(variables);
    if ("errors" in values) return { errors: values.errors };
    const { coerced } = values;
    const shape = operation.shape(coerced);
    const { text } = operation.canonical;
    const step = text === null ? null : this.#plan(text);
    const gathering = await runPlan(
      {
        subgraphs: this.#parts.subgraphs,
        relations: this.#relations,
        badAnswer: (subgraph) => this.#badAnswer(subgraph),
      },
      step instanceof Promise ? await step : step,
      { variables: operation.planVariables(coerced), context },
    );
    const { data, misfits } = complete(shape, gathering.root, (node) => operation.introspect(node, coerced));
    const isFlawless = misfits.length === 0 && gathering.errors.length === 0;
    return { data, errors: isFlawless ? [] : this.#errors(shape, gathering, misfits) };
  }

  #operation(document: DocumentNode, name: string | undefined): ClientOperation | null {
    const known = this.#operations.get(document) ?? new Map<string | undefined, ClientOperation>();
    this.#operations.set(document, known);
    const operation = known.get(name) ?? ClientOperation.of(this.#facts, document, name);
    if (operation !== null) known.set(name, operation);
    return operation;
  }

  /** Compiled once; whoever asks meanwhile waits for the same plan. */
  #plan(text: string): Step | null | Promise<Step | null> {
    const known = this.#plans.get(text);
    if (known !== undefined) return known instanceof Promise ? known : known.step;
    const planning = this.#parts.planner.plan(text).then((plan) => compilePlan(plan, this.#relations));
    this.#plans.set(text, planning);
    planning.then(
      (step) => this.#plans.set(text, { step }),
      () => this.#plans.delete(text),
    );
    return planning;
  }

  #badAnswer(subgraph: string): SubgraphError {
    return this.#parts.describeMisfit("the answer is none", subgraph);
  }

  #errors(
    shape: ObjectShape,
    { root, errors }: Gathering,
    misfits: readonly Misfit[],
  ): readonly GraphQLFormattedError[] {
    const told = new Map<string, GraphQLFormattedError>();
    const paths = errors.flatMap((error) =>
      answerPaths(shape, root, error.path).map((path) => {
        told.set(JSON.stringify([error.message, path]), formatted(error, path));
        return path;
      }),
    );
    for (const { message, path } of unexplained(misfits, paths)) {
      told.set(JSON.stringify([message, path]), formatted(this.#parts.describeMisfit(message, null), path));
    }
    return [...told.values()];
  }
}

function formatted(
  { message, extensions }: Omit<SubgraphError, "path">,
  path: readonly (string | number)[],
): GraphQLFormattedError {
  return { message, path, ...(extensions === undefined ? {} : { extensions: { ...extensions } }) };
}
