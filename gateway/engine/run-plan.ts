import type { Timer } from "#adapters/runtime/timer.ts";
import { Boarding } from "./boarding.ts";
import type { FetchStep, PlanPath, Step } from "./compile-plan.ts";
import { FetchBatch } from "./fetch-batch.ts";
import { type FetchCache, type FetchShelf, ROOT_FIELDS } from "./fetch-cache.ts";
import { type Gathered, Gatherer } from "./gatherer.ts";
import { entitiesOf, keepEntities, keepFields, renewEntities, renewFields } from "./keep-answers.ts";
import { Places, placesAt } from "./plan-places.ts";
import type { PlanTrace } from "./plan-trace.ts";
import type { Subgraph, SubgraphAnswer, SubgraphError, SubgraphQuestion } from "./subgraph.ts";
import type { TypeRelations } from "./type-relations.ts";
import { WantedEntities } from "./wanted-entities.ts";

/** An error at its place among what the plan gathered. */
interface PlanError extends SubgraphError {
  readonly path: PlanPath;
}

export interface Gathering {
  readonly root: Gathered;
  /** Objects that stand at several places of it. */
  readonly shared: ReadonlySet<Gathered>;
  readonly errors: readonly PlanError[];
}

export interface PlanParts<Context> {
  readonly subgraphs: ReadonlyMap<string, Subgraph<Context>>;
  readonly relations: TypeRelations;
  readonly cache: FetchCache<Context> | null;
  readonly timer: Timer;
  /** For an answer that is none. */
  readonly badAnswer: (subgraph: string) => SubgraphError;
}

export interface PlanRequest<Context> {
  /** Values by canonical names. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: Context;
  /** Where it is written down how it went. */
  readonly trace?: PlanTrace | undefined;
}

/** Runs a plan; failures of subgraphs are among the errors. */
export async function runPlan<Context>(
  parts: PlanParts<Context>,
  step: Step,
  request: PlanRequest<Context>,
): Promise<Gathering> {
  const run = new PlanRun(parts, request);
  try {
    await run.step(step);
  } finally {
    run.boarding.close();
  }
  return { root: run.gatherer.root, shared: run.gatherer.shared, errors: run.errors };
}

class PlanRun<Context> {
  readonly gatherer: Gatherer;
  readonly errors: PlanError[] = [];
  readonly boarding: Boarding;
  readonly #parts: PlanParts<Context>;
  readonly #request: PlanRequest<Context>;
  readonly #batch: FetchBatch<Context>;
  readonly #places: Places;

  constructor(parts: PlanParts<Context>, request: PlanRequest<Context>) {
    this.#parts = parts;
    this.#request = request;
    this.boarding = new Boarding(parts.timer);
    this.gatherer = new Gatherer(parts.relations);
    this.#places = new Places(this.gatherer);
    this.#batch = new FetchBatch(parts.subgraphs, request.context);
  }

  step(step: Step): Promise<unknown> | undefined {
    switch (step.kind) {
      case "fetch": {
        const waiting = step.ridesWith === null ? undefined : this.boarding.wait(step.ridesWith);
        return waiting === undefined ? this.#fetch(step) : waiting.then(() => this.#fetch(step));
      }
      case "sequence":
        return this.#sequence(step.steps);
      case "parallel":
        return Promise.all(step.steps.map((inner) => this.#begin(inner)));
      case "condition": {
        const branch = this.#request.variables[step.variable] === true ? step.whenTrue : step.whenFalse;
        return branch === null ? undefined : this.step(branch);
      }
    }
  }

  /** One that fails at once must not leave the others' failures unheard. */
  #begin(step: Step): Promise<unknown> | undefined {
    try {
      return this.step(step);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** The first of them starts at once. */
  async #sequence(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      const running = this.step(step);
      if (running !== undefined) await running;
    }
  }

  #fetch(step: FetchStep): Promise<void> | undefined {
    if (step.isHost) this.boarding.depart(step.number);
    const objects = this.#places.objectsAt(step);
    if (objects.length === 0) return undefined;
    const question = this.#question(step);
    const shelf = this.#parts.cache?.open({ subgraph: step.subgraph, ...question }, this.#request.context) ?? null;
    return step.represent === null
      ? this.#fetchFields(step, { objects, question, shelf: step.isMutation ? null : shelf })
      : this.#fetchEntities(step, { wanted: WantedEntities.of(objects, step.represent), question, shelf });
  }

  #fetchFields(step: FetchStep, fetch: FieldsFetch<Context>): Promise<void> | undefined {
    const kept = fetch.shelf?.take(ROOT_FIELDS);
    const renewal = fetch.shelf?.close();
    if (renewal) renewal.begin((context) => renewFields(step, fetch, this.#subgraph(step), context));
    if (!kept) return this.#askFields(step, fetch);
    this.#request.trace?.begin(step, { kept: 1, asked: 0 })(0);
    for (const object of fetch.objects) this.gatherer.merge(object, kept, step.shape);
    return undefined;
  }

  async #askFields(step: FetchStep, { objects, question, shelf }: FieldsFetch<Context>): Promise<void> {
    const end = this.#request.trace?.begin(step, { kept: 0, asked: 1 });
    const { data, errors = [], hints, failure } = await this.#batch.ask(this.#subgraph(step), question);
    end?.(errors.length);
    const [kept] = failure === undefined ? [] : (shelf?.standIn([ROOT_FIELDS], failure) ?? []);
    if (kept) {
      for (const object of objects) this.gatherer.merge(object, kept, step.shape);
      return;
    }
    const isAnswer = typeof data === "object" && data !== null;
    if (isAnswer) for (const object of objects) this.gatherer.merge(object, data, step.shape);
    if (isAnswer && errors.length === 0) {
      if (hints !== undefined) keepFields(step, shelf, data, hints);
      return;
    }
    const roots = isAnswer ? [] : step.shape.fieldsOf(undefined).list.map(({ to }) => to);
    const told = withLost(errors.length > 0 ? errors : [this.#parts.badAnswer(step.subgraph)], roots);
    const places = placesAt(this.gatherer, step.path).map(({ place }) => place);
    this.errors.push(
      ...told.flatMap((error) =>
        placesOf(error, roots).flatMap((rest) => places.map((place) => ({ ...error, path: [...place, ...rest] }))),
      ),
    );
  }

  /** What is kept is not asked for. */
  #fetchEntities(step: FetchStep, fetch: EntitiesFetch<Context>): Promise<void> | undefined {
    const { wanted, shelf } = fetch;
    if (wanted.keys.length === 0) return undefined;
    const missing =
      shelf === null || shelf.isBare
        ? wanted
        : wanted.without((key, targets) => this.#takeEntity(step, shelf.take(key), targets));
    const renewal = shelf?.close(shelf.isBare ? wanted.keys.length : 0);
    if (renewal && shelf) {
      const due = wanted.without((key) => !renewal.keys.has(key));
      const representations = due.represent();
      const ask = { question: { ...fetch.question, representations }, wanted: due, shelf };
      renewal.begin((context) => renewEntities(step, ask, this.#subgraph(step), context));
    }
    const asked = missing.keys.length;
    const end = this.#request.trace?.begin(step, { kept: wanted.keys.length - asked, asked });
    if (asked > 0) return this.#askEntities(step, { ...fetch, wanted: missing, end });
    end?.(0);
    return undefined;
  }

  #takeEntity(step: FetchStep, kept: ReturnType<FetchShelf["take"]>, targets: readonly Gathered[]): boolean {
    if (kept === undefined) return false;
    if (kept !== null) for (const object of targets) this.gatherer.merge(object, kept, step.shape);
    return true;
  }

  async #askEntities(step: FetchStep, { wanted, question, shelf, end }: EntitiesFetch<Context>): Promise<void> {
    const asked = { ...question, representations: wanted.represent() };
    const answer = await this.#batch.add({ step, question: asked, keys: wanted.keys });
    const { errors = [] } = answer;
    end?.(errors.length);
    if (answer.failure !== undefined && shelf !== null) return this.#standIn(step, { wanted, shelf, answer });
    const entities = entitiesOf(answer, wanted);
    if (entities !== undefined) {
      this.#mergeEntities(step, wanted, entities);
      keepEntities(step, { shelf, wanted, answer });
    }
    const told = entities !== undefined || errors.length > 0 ? errors : [this.#parts.badAnswer(step.subgraph)];
    if (told.length > 0) this.#placeErrors(step, wanted, told);
  }

  /** Of a subgraph that could not answer: what is kept for that case; the others' objects have its error. */
  #standIn(step: FetchStep, { wanted, shelf, answer }: Failed): void {
    const { errors = [], failure = "own" } = answer;
    const kept = new Map(shelf.standIn(wanted.keys, failure).map((value, index) => [wanted.keys[index], value]));
    const left = wanted.without((key, targets) => this.#takeEntity(step, kept.get(key), targets));
    if (left.keys.length > 0)
      this.#placeErrors(step, left, errors.length > 0 ? errors : [this.#parts.badAnswer(step.subgraph)]);
  }

  #mergeEntities({ shape }: FetchStep, { targets }: WantedEntities, entities: readonly unknown[]): void {
    for (let index = 0; index < entities.length; index++) {
      const entity = entities[index];
      if (typeof entity !== "object" || entity === null || Array.isArray(entity)) continue;
      for (const object of targets[index] as readonly Gathered[]) {
        this.gatherer.merge(object, entity as Readonly<Record<string, unknown>>, shape);
      }
    }
  }

  /** An error about one entity stands at each object that is this entity, one about the whole question at all of them. */
  #placeErrors(step: FetchStep, { targets }: WantedEntities, errors: readonly SubgraphError[]): void {
    const placed = placesAt(this.gatherer, step.path);
    for (const error of errors) {
      const index = error.path?.[1];
      const touched = new Set(typeof index === "number" ? targets[index] : targets.flat());
      const rest = (error.path ?? []).slice(2);
      for (const { object, place } of placed) {
        if (touched.has(object)) this.errors.push({ ...error, path: [...place, ...rest] });
      }
    }
  }

  #question({ query, variables }: FetchStep): SubgraphQuestion {
    const values: Record<string, unknown> = {};
    for (const name of variables) {
      const value = this.#request.variables[name];
      if (value !== undefined) values[name] = value;
    }
    return { query, variables: values };
  }

  #subgraph({ subgraph }: FetchStep): Subgraph<Context> {
    const found = this.#parts.subgraphs.get(subgraph);
    if (found === undefined) throw new Error(`no subgraph ${subgraph}`);
    return found;
  }
}

interface FieldsFetch<Context> {
  readonly objects: readonly Gathered[];
  readonly question: SubgraphQuestion;
  readonly shelf: FetchShelf<Context> | null;
}

interface Failed {
  readonly wanted: WantedEntities;
  readonly shelf: FetchShelf;
  readonly answer: SubgraphAnswer;
}

interface EntitiesFetch<Context> extends Omit<FieldsFetch<Context>, "objects"> {
  readonly wanted: WantedEntities;
  readonly end?: ((errors: number) => void) | undefined;
}

/** A subgraph that promises more of one root field than the others do loses all of them with it: that is told of each. */
function withLost(errors: readonly SubgraphError[], roots: readonly string[]): readonly SubgraphError[] {
  const [first] = errors;
  const isTold = (root: string) => errors.some(({ path = [] }) => path.length === 0 || path[0] === root);
  const lost = roots.filter((root) => !isTold(root));
  return first === undefined ? errors : [...errors, ...lost.map((root) => ({ ...first, path: [root] }))];
}

/** An error about the whole question stands at every root field that was asked. */
function placesOf({ path }: SubgraphError, roots: readonly string[]): readonly PlanPath[] {
  if (path !== undefined && path.length > 0) return [path];
  return roots.length === 0 ? [[]] : roots.map((root) => [root]);
}
