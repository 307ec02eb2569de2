import {
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from "graphql";
import { LRUCache } from "lru-cache";
import type { FetchStep } from "./compile-plan.ts";
import type { Representation, Subgraph, SubgraphAnswer, SubgraphError, SubgraphQuestion } from "./subgraph.ts";

/** A look-up of entities that a step wants. */
export interface EntityAsk {
  readonly step: FetchStep;
  readonly question: SubgraphQuestion & { readonly representations: readonly Representation[] };
  /** Of each representation, equal for equal ones. */
  readonly keys: readonly string[];
}

interface Waiting extends EntityAsk {
  readonly resolve: (answer: SubgraphAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Look-ups of a plan that are wanted in the same turn of the event loop go together: equal ones are one, and a subgraph that
 * takes batches gets a single question. While other questions of the plan are under way a second turn is waited for: their
 * answers are often there, and lead to the same subgraph.
 */
export class FetchBatch<Context> {
  readonly #subgraphs: ReadonlyMap<string, Subgraph<Context>>;
  readonly #context: Context;
  #waiting: Waiting[] = [];
  #underWay = 0;

  constructor(subgraphs: ReadonlyMap<string, Subgraph<Context>>, context: Context) {
    this.#subgraphs = subgraphs;
    this.#context = context;
  }

  add(ask: EntityAsk): Promise<SubgraphAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<SubgraphAnswer>();
    if (this.#waiting.length === 0) setImmediate(() => this.#sendSoon());
    this.#waiting.push({ ...ask, resolve, reject });
    return promise;
  }

  /** What goes with nothing else. */
  async ask(subgraph: Subgraph<Context>, question: SubgraphQuestion): Promise<SubgraphAnswer> {
    this.#underWay += 1;
    try {
      return await subgraph.ask(question, this.#context);
    } finally {
      this.#underWay -= 1;
    }
  }

  #sendSoon(): void {
    if (this.#underWay === 0) this.#send();
    else setImmediate(() => this.#send());
  }

  /** When all that follows from what has just been answered has been added. */
  #send(): void {
    const all = this.#waiting;
    this.#waiting = [];
    const [only] = all;
    if (only !== undefined && all.length === 1) {
      this.#ask(only.step.subgraph, [new Lookup([only])]);
      return;
    }
    for (const [name, waiting] of Map.groupBy(all, ({ step }) => step.subgraph)) {
      const equal = Map.groupBy(waiting, ({ step }) => step.lookup);
      this.#ask(
        name,
        Array.from(equal.values(), (asks) => new Lookup(asks)),
      );
    }
  }

  #ask(name: string, lookups: readonly Lookup[]): void {
    const subgraph = this.#subgraphs.get(name);
    if (subgraph === undefined) throw new Error(`no subgraph ${name}`);
    if (subgraph.takesBatches && lookups.length > 1) this.#askTogether(subgraph, lookups);
    else for (const lookup of lookups) lookup.settle(this.ask(subgraph, lookup.question));
  }

  #askTogether(subgraph: Subgraph<Context>, lookups: readonly Lookup[]): void {
    const variables: Record<string, unknown> = {};
    for (const [index, { question }] of lookups.entries()) {
      Object.assign(variables, question.variables);
      variables[representationsOf(index)] = question.representations;
    }
    const answer = this.ask(subgraph, { query: joinedQuery(lookups), variables });
    for (const [index, lookup] of lookups.entries()) {
      // `_entities` may not be null: one that fails as a whole takes the others with it, which are asked alone then.
      const again = () => this.ask(subgraph, lookup.question);
      lookup.settle(
        answer.then((whole) => (isLostToOthers(whole, aliasOf(index)) ? again() : partOf(whole, aliasOf(index)))),
      );
    }
  }
}

/** Look-ups of the same fields, as one: the variables of an operation are the same for all of its fetches. */
class Lookup {
  readonly step: FetchStep;
  readonly question: EntityAsk["question"];
  readonly #waiting: readonly Waiting[];
  /** For each of several, where its representations are among all. */
  readonly #places: readonly (readonly number[])[];

  constructor(waiting: readonly Waiting[]) {
    const [first] = waiting as readonly [Waiting];
    this.step = first.step;
    this.#waiting = waiting;
    if (waiting.length === 1) {
      this.question = first.question;
      this.#places = [];
      return;
    }
    const representations: Representation[] = [];
    const known = new Map<string, number>();
    this.#places = waiting.map(({ keys, question }) =>
      keys.map((key, index) => {
        const place = known.get(key);
        if (place !== undefined) return place;
        known.set(key, representations.length);
        return representations.push(question.representations[index] as Representation) - 1;
      }),
    );
    this.question = { ...first.question, representations };
  }

  settle(answer: Promise<SubgraphAnswer>): void {
    answer.then(
      (whole) => {
        for (const [index, { resolve }] of this.#waiting.entries()) {
          const places = this.#places[index];
          resolve(places === undefined ? whole : shareOf(whole, places));
        }
      },
      (error: unknown) => {
        for (const { reject } of this.#waiting) reject(error);
      },
    );
  }
}

function shareOf({ data, errors = [], hints, failure }: SubgraphAnswer, places: readonly number[]): SubgraphAnswer {
  const entities: unknown = data?.["_entities"];
  return {
    hints,
    failure,
    data: Array.isArray(entities) ? { _entities: places.map((place) => entities[place] ?? null) } : null,
    errors: errors.flatMap((error): readonly SubgraphError[] => {
      const place = error.path?.[1];
      if (typeof place !== "number") return [error];
      const own = places.indexOf(place);
      return own < 0 ? [] : [{ ...error, path: ["_entities", own, ...(error.path ?? []).slice(2)] }];
    }),
  };
}

/** All is gone, and the errors are about other aliases only. */
function isLostToOthers({ data, errors = [] }: SubgraphAnswer, alias: string): boolean {
  if (data) return false;
  const roots = errors.map(({ path }) => path?.[0]);
  return roots.length > 0 && roots.every((root) => root !== undefined && root !== alias);
}

function partOf({ data, errors = [], hints, failure }: SubgraphAnswer, alias: string): SubgraphAnswer {
  return {
    hints,
    failure,
    data: data?.[alias] === undefined ? null : { _entities: data[alias] },
    errors: errors.flatMap((error): readonly SubgraphError[] => {
      if (error.path === undefined || error.path.length === 0) return [error];
      return error.path[0] === alias ? [{ ...error, path: ["_entities", ...error.path.slice(1)] }] : [];
    }),
  };
}

const aliasOf = (index: number) => `e${index}`;
const representationsOf = (index: number) => `representations${index}`;

const KNOWN_QUERIES = 2_000;
const joinedQueries = new LRUCache<string, string>({ max: KNOWN_QUERIES });

/** One query of several that ask `_entities(representations: $representations)`. */
function joinedQuery(lookups: readonly Lookup[]): string {
  let key = "";
  for (const { step } of lookups) key += `${step.number} `;
  const known = joinedQueries.get(key);
  if (known !== undefined) return known;
  const variables = new Map<string, VariableDefinitionNode>();
  const selections = lookups.map(({ step }, index) => {
    const operation = operationOf(step.query);
    for (const definition of operation.variableDefinitions ?? []) {
      const name =
        definition.variable.name.value === "representations"
          ? representationsOf(index)
          : definition.variable.name.value;
      variables.set(name, { ...definition, variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } });
    }
    return entitiesField(operation.selectionSet, index);
  });
  const joined = print({
    kind: Kind.OPERATION_DEFINITION,
    operation: "query" as OperationDefinitionNode["operation"],
    variableDefinitions: [...variables.values()],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  });
  joinedQueries.set(key, joined);
  return joined;
}

function operationOf(query: string): OperationDefinitionNode {
  const operation = parse(query, { noLocation: true }).definitions.find(
    (node) => node.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined) throw new Error("a fetch without an operation");
  return operation;
}

function entitiesField({ selections: [field] }: SelectionSetNode, index: number): FieldNode {
  if (field?.kind !== Kind.FIELD) throw new Error("a look-up without _entities");
  const value = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: representationsOf(index) } } as const;
  return {
    ...field,
    alias: { kind: Kind.NAME, value: aliasOf(index) },
    arguments: [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: "representations" }, value }],
  };
}
