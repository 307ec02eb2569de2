import { type DocumentNode, GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from "graphql";
import { LRUCache } from "lru-cache";
import { SYSTEM_TIMER, type Timer } from "#adapters/runtime/timer.ts";
import type { Planner, QueryPlan } from "#gateway/plan/planner.ts";
import { buildSchemaInTurns } from "#schema/build-schema.ts";
import { freePrefix } from "./canonical-keys.ts";
import { ClientOperation, type SchemaFacts } from "./client-operation.ts";
import { compilePlan, type Step } from "./compile-plan.ts";
import { complete, type Misfit } from "./complete.ts";
import type { FetchCache } from "./fetch-cache.ts";
import { mergeGathered } from "./gatherer.ts";
import { withRiders } from "./late-riders.ts";
import { misfitOwner } from "./misfit-owner.ts";
import type { ObjectShape } from "./output-shape.ts";
import { answerPaths, unexplained } from "./place-errors.ts";
import type { PlanTrace } from "./plan-trace.ts";
import { type Gathering, type PlanRequest, runPlan } from "./run-plan.ts";
import type { Subgraph, SubgraphError } from "./subgraph.ts";
import { TypeRelations } from "./type-relations.ts";

/** A valid document and what goes with it. */
export interface FederatedRequest {
  readonly document: DocumentNode;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  /** Where it is written down how it went. */
  readonly trace?: PlanTrace | undefined;
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
  /** The operations that have plans, the last used first: for the engine that is to take this one's place. */
  planned(): readonly string[];
  /** Plans them before anybody waits, one after the other, until the signal says stop; how many this graph still takes. */
  prepare(operations: readonly string[], signal?: AbortSignal): Promise<number>;
}

export interface FederationEngineParts<Context> {
  readonly planner: Planner;
  /** What clients see, where it has been made already of the planner's facts. */
  readonly schema?: GraphQLSchema;
  readonly subgraphs: ReadonlyMap<string, Subgraph<Context>>;
  /** Without one every operation asks for all. */
  readonly cache?: FetchCache<Context>;
  /** Whether scalars of the graph's own may be objects and lists. */
  readonly allowsObjectScalars: boolean;
  /** How clients are told that a subgraph's answer broke the schema; null where it is not known whose it was. */
  readonly describeMisfit: (message: string, subgraph: string | null) => Omit<SubgraphError, "path">;
  readonly timer?: Timer;
}

/** Characters of plan text that are kept; a compiled plan takes a few tens of times as much. */
const PLAN_TEXT = 2_000_000;

/** Made over many turns of the event loop: another one may be serving. */
export async function createFederationEngine<Context>(
  parts: FederationEngineParts<Context>,
): Promise<FederationEngine<Context>> {
  return new Engine(parts, parts.schema ?? (await buildSchemaInTurns(parts.planner.facts.apiSdl)));
}

class Engine<Context> implements FederationEngine<Context> {
  readonly schema: GraphQLSchema;
  readonly #parts: FederationEngineParts<Context>;
  readonly #facts: SchemaFacts;
  readonly #relations: TypeRelations;
  /** As long as the document is kept elsewhere. */
  readonly #operations = new WeakMap<DocumentNode, Map<string | undefined, ClientOperation>>();
  readonly #plans = new LRUCache<string, Step | Promise<Step>>({
    maxSize: PLAN_TEXT,
    sizeCalculation: (_plan, text) => text.length,
  });

  constructor(parts: FederationEngineParts<Context>, schema: GraphQLSchema) {
    const { facts } = parts.planner;
    this.schema = schema;
    this.#parts = parts;
    this.#relations = new TypeRelations(facts.possibleTypes);
    this.#facts = {
      schema,
      keyPrefix: freePrefix(facts.fieldNames),
      computedByInterface: facts.computedByInterface,
      interfaceObjects: facts.interfaceObjects,
      allowsObjectScalars: parts.allowsObjectScalars,
    };
  }

  async execute(
    { document, operationName, variables = {}, trace }: FederatedRequest,
    context: Context,
  ): Promise<FederatedAnswer> {
    const asked = this.#operation(document, operationName);
    if (asked === null)
      return {
        errors: [new GraphQLError("no such operation", { extensions: { code: "OPERATION_RESOLUTION_FAILURE" } })],
      };
    const values = asked.coerce(variables);
    if ("errors" in values) return { errors: values.errors };
    const { coerced } = values;
    const operation = asked.decided(coerced);
    const shape = operation.shape(coerced);
    // Where conditions leave nothing to ask for, there is no plan either.
    const gathering = isLocal(shape)
      ? NOTHING
      : await this.#gather(operation, { variables: operation.planVariables(coerced), context, trace });
    const { data, misfits } = complete(shape, gathering, (node) => operation.introspect(node, coerced));
    const isFlawless = misfits.length === 0 && gathering.errors.length === 0;
    return { data, errors: isFlawless ? [] : this.#errors(operation, shape, gathering, misfits) };
  }

  planned(): readonly string[] {
    return [...this.#plans.keys()];
  }

  async prepare(operations: readonly string[], signal?: AbortSignal): Promise<number> {
    let count = 0;
    for (const text of operations) {
      if (signal?.aborted === true) break;
      const isPlanned = await Promise.resolve(this.#plan(text)).then(
        () => true,
        () => false,
      );
      count += Number(isPlanned);
    }
    // The last used ones are to stay longest.
    for (const text of operations.toReversed()) this.#plans.get(text);
    return count;
  }

  /** Parts of an operation run at the same time; what they gather is put together. */
  async #gather({ canonical }: ClientOperation, request: PlanRequest<Context>): Promise<Gathering> {
    const parts = {
      subgraphs: this.#parts.subgraphs,
      relations: this.#relations,
      cache: this.#parts.cache ?? null,
      timer: this.#parts.timer ?? SYSTEM_TIMER,
      badAnswer: (subgraph: string) => this.#badAnswer(subgraph),
    };
    const planned = canonical.texts.map((text) => this.#plan(text));
    // One plan that is known is run in the same turn.
    const steps = planned.some((step) => step instanceof Promise) ? await Promise.all(planned) : (planned as Step[]);
    request.trace?.planned(steps);
    const [first, ...more] = steps.map((step) => runPlan(parts, step, request));
    if (first === undefined) return NOTHING;
    return more.length === 0 ? first : join(await Promise.all([first, ...more]), this.#relations);
  }

  #operation(document: DocumentNode, name: string | undefined): ClientOperation | null {
    const known = this.#operations.get(document) ?? new Map<string | undefined, ClientOperation>();
    this.#operations.set(document, known);
    const operation = known.get(name) ?? ClientOperation.of(this.#facts, document, name);
    if (operation !== null) known.set(name, operation);
    return operation;
  }

  /** Compiled once; whoever asks meanwhile waits for the same plan. */
  #plan(text: string): Step | Promise<Step> {
    const known = this.#plans.get(text);
    if (known !== undefined) return known;
    const planning = this.#parts.planner.plan(text).then((plan) => this.#compile(plan));
    this.#plans.set(text, planning);
    planning.then(
      (step) => this.#plans.set(text, step),
      () => this.#plans.delete(text),
    );
    return planning;
  }

  #compile(plan: QueryPlan): Step {
    const takesBatches = (name: string) => this.#parts.subgraphs.get(name)?.takesBatches === true;
    return withRiders(compilePlan(plan, this.#relations), takesBatches);
  }

  /** As far as they are still known. */
  #stepsOf({ canonical }: ClientOperation): readonly Step[] {
    return canonical.texts.flatMap((text) => {
      const step = this.#plans.get(text);
      return step === undefined || step instanceof Promise ? [] : [step];
    });
  }

  #badAnswer(subgraph: string): SubgraphError {
    return this.#parts.describeMisfit("the answer is none", subgraph);
  }

  #errors(
    operation: ClientOperation,
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
      const owner = misfitOwner(this.#stepsOf(operation), { shape, root }, path);
      told.set(JSON.stringify([message, path]), formatted(this.#parts.describeMisfit(message, owner), path));
    }
    return [...told.values()];
  }
}

const NOTHING: Gathering = { root: {}, shared: new Set(), errors: [] };

/** What the gateway answers by itself. */
function isLocal({ fields }: ObjectShape): boolean {
  return fields.every(({ value: { kind } }) => kind === "typename" || kind === "introspection");
}

function join([first, ...more]: readonly Gathering[], relations: TypeRelations): Gathering {
  if (first === undefined) throw new Error("nothing to join");
  for (const { root } of more) mergeGathered(first.root, root, relations);
  return { ...first, errors: [first, ...more].flatMap(({ errors }) => errors) };
}

function formatted(
  { message, extensions }: Omit<SubgraphError, "path">,
  path: readonly (string | number)[],
): GraphQLFormattedError {
  return { message, path, ...(extensions === undefined ? {} : { extensions: { ...extensions } }) };
}
