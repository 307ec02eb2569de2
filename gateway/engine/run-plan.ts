import type { FetchStep, PlanPath, Step } from "./compile-plan.ts";
import { type EntityAsk, FetchBatch } from "./fetch-batch.ts";
import { type Gathered, mergeAnswer, newGathered } from "./merge-answer.ts";
import { objectsAt, placesAt } from "./plan-places.ts";
import type { Representation, Subgraph, SubgraphAnswer, SubgraphError, SubgraphQuestion } from "./subgraph.ts";
import type { TypeRelations } from "./type-relations.ts";

/** An error at its place among what the plan gathered. */
interface PlanError extends SubgraphError {
  readonly path: PlanPath;
}

export interface Gathering {
  readonly root: Gathered;
  readonly errors: readonly PlanError[];
}

export interface PlanParts<Context> {
  readonly subgraphs: ReadonlyMap<string, Subgraph<Context>>;
  readonly relations: TypeRelations;
  /** For an answer that is none. */
  readonly badAnswer: (subgraph: string) => SubgraphError;
}

export interface PlanRequest<Context> {
  /** Values by canonical names. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: Context;
}

/** Runs a plan; failures of subgraphs are among the errors. */
export async function runPlan<Context>(
  parts: PlanParts<Context>,
  step: Step,
  request: PlanRequest<Context>,
): Promise<Gathering> {
  const run = new PlanRun(parts, request);
  await run.step(step);
  return { root: run.root, errors: run.errors };
}

class PlanRun<Context> {
  readonly root: Gathered = newGathered();
  readonly errors: PlanError[] = [];
  readonly #parts: PlanParts<Context>;
  readonly #request: PlanRequest<Context>;
  /** While the branches of a parallel step start: look-ups of one subgraph go together. */
  #batch: FetchBatch<Context> | null = null;

  constructor(parts: PlanParts<Context>, request: PlanRequest<Context>) {
    this.#parts = parts;
    this.#request = request;
  }

  step(step: Step): Promise<unknown> | undefined {
    switch (step.kind) {
      case "fetch":
        return this.#fetch(step);
      case "sequence":
        return this.#sequence(step.steps);
      case "parallel":
        return this.#parallel(step.steps);
      case "condition": {
        const branch = this.#request.variables[step.variable] === true ? step.whenTrue : step.whenFalse;
        return branch === null ? undefined : this.step(branch);
      }
    }
  }

  /** The first of them starts at once. */
  async #sequence(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      const running = this.step(step);
      if (running !== undefined) await running;
    }
  }

  #parallel(steps: readonly Step[]): Promise<unknown> {
    const outer = this.#batch;
    const batch = outer ?? new FetchBatch(this.#parts.subgraphs, this.#request.context);
    this.#batch = batch;
    const running = steps.map((step) => this.step(step));
    this.#batch = outer;
    if (outer === null) batch.send();
    return Promise.all(running);
  }

  #fetch(step: FetchStep): Promise<void> | undefined {
    const objects = step.path.length === 0 ? [this.root] : objectsAt(this.root, step.path);
    if (objects.length === 0) return undefined;
    return step.represent === null
      ? this.#fetchFields(step, objects)
      : this.#fetchEntities(step, step.represent, objects);
  }

  async #fetchFields(step: FetchStep, objects: readonly Gathered[]): Promise<void> {
    const { data, errors = [] } = await this.#subgraph(step).ask(this.#question(step), this.#request.context);
    const isAnswer = typeof data === "object" && data !== null;
    if (isAnswer) for (const object of objects) mergeAnswer(object, data, step.shape, this.#parts.relations);
    const told = isAnswer || errors.length > 0 ? errors : [this.#parts.badAnswer(step.subgraph)];
    if (told.length === 0) return;
    const roots = isAnswer ? [] : step.shape.fieldsOf(undefined).map(({ to }) => to);
    for (const place of placesAt(this.root, step.path)) {
      for (const error of told)
        for (const rest of placesOf(error, roots)) this.errors.push({ ...error, path: [...place, ...rest] });
    }
  }

  async #fetchEntities(
    step: FetchStep,
    represent: NonNullable<FetchStep["represent"]>,
    objects: readonly Gathered[],
  ): Promise<void> {
    const wanted = new Wanted(objects, represent);
    if (wanted.representations.length === 0) return;
    const { data, errors = [] } = await this.#askEntities(step, wanted);
    const entities: unknown = data?.["_entities"];
    const isAnswer = Array.isArray(entities) && entities.length === wanted.representations.length;
    if (isAnswer) this.#mergeEntities(step, wanted, entities);
    const told = isAnswer || errors.length > 0 ? errors : [this.#parts.badAnswer(step.subgraph)];
    if (told.length > 0) this.#placeErrors(step, objects, wanted, told);
  }

  #askEntities(step: FetchStep, { representations, keys }: Wanted): Promise<SubgraphAnswer> {
    const question = { ...this.#question(step), representations };
    const ask: EntityAsk = { step, question, keys };
    return this.#batch === null ? this.#subgraph(step).ask(question, this.#request.context) : this.#batch.add(ask);
  }

  #mergeEntities({ shape }: FetchStep, { targets }: Wanted, entities: readonly unknown[]): void {
    for (let index = 0; index < entities.length; index++) {
      const entity = entities[index];
      if (typeof entity !== "object" || entity === null || Array.isArray(entity)) continue;
      for (const object of targets[index] as readonly Gathered[]) {
        mergeAnswer(object, entity as Readonly<Record<string, unknown>>, shape, this.#parts.relations);
      }
    }
  }

  /** An error about one entity stands at each object that is this entity, one about the whole question at all of them. */
  #placeErrors(
    step: FetchStep,
    objects: readonly Gathered[],
    { targets }: Wanted,
    errors: readonly SubgraphError[],
  ): void {
    const places = placesAt(this.root, step.path);
    for (const error of errors) {
      const place = error.path?.[1];
      const touched = new Set(typeof place === "number" ? targets[place] : targets.flat());
      const rest = (error.path ?? []).slice(2);
      for (const [index, object] of objects.entries()) {
        if (touched.has(object)) this.errors.push({ ...error, path: [...(places[index] ?? []), ...rest] });
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

/** The distinct representations of objects, and the objects that each stands for. */
class Wanted {
  readonly representations: Representation[] = [];
  readonly keys: string[] = [];
  readonly targets: Gathered[][] = [];

  constructor(objects: readonly Gathered[], represent: NonNullable<FetchStep["represent"]>) {
    const places = new Map<string, number>();
    for (const object of objects) {
      const representation = represent(object);
      if (representation === null) continue;
      const key = JSON.stringify(representation);
      const place = places.get(key);
      if (place !== undefined) {
        (this.targets[place] as Gathered[]).push(object);
        continue;
      }
      places.set(key, this.representations.length);
      this.representations.push(representation);
      this.keys.push(key);
      this.targets.push([object]);
    }
  }
}

/** An error about the whole question stands at every root field that was asked. */
function placesOf({ path }: SubgraphError, roots: readonly string[]): readonly PlanPath[] {
  if (path !== undefined && path.length > 0) return [path];
  return roots.length === 0 ? [[]] : roots.map((root) => [root]);
}
