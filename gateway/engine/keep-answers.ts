import type { FetchStep } from "./compile-plan.ts";
import { type FetchShelf, ROOT_FIELDS } from "./fetch-cache.ts";
import { projectAnswer } from "./project-answer.ts";
import type { AnswerHints, Subgraph, SubgraphAnswer, SubgraphError, SubgraphQuestion } from "./subgraph.ts";
import type { WantedEntities } from "./wanted-entities.ts";

type Data = Readonly<Record<string, unknown>>;

interface Asking {
  readonly question: SubgraphQuestion;
  readonly shelf: FetchShelf | null;
}

/** Asks for root fields behind an answer that was given them past their time. */
export async function renewFields<Context>(
  step: FetchStep,
  { question, shelf }: Asking,
  subgraph: Subgraph<Context>,
  context: Context,
): Promise<void> {
  const { data, errors = [], hints, failure } = await subgraph.ask(question, context);
  if (failure !== undefined) shelf?.standIn([], failure);
  else if (data && errors.length === 0 && hints !== undefined) keepFields(step, shelf, data, hints);
}

export function keepFields({ shape }: FetchStep, shelf: FetchShelf | null, data: Data, hints: AnswerHints): void {
  if (shelf?.keeps(hints)) shelf.put(ROOT_FIELDS, null, projectAnswer(data, shape), hints);
}

/** The same for entities; those that the question names. */
export async function renewEntities<Context>(
  step: FetchStep,
  { question, shelf, wanted }: Asking & { readonly wanted: WantedEntities },
  subgraph: Subgraph<Context>,
  context: Context,
): Promise<void> {
  const answer = await subgraph.ask(question, context);
  if (answer.failure !== undefined) shelf?.standIn([], answer.failure);
  else keepEntities(step, { shelf, wanted, answer });
}

/** An entity for each that was wanted, or undefined for an answer that is none. */
export function entitiesOf({ data }: SubgraphAnswer, { keys }: WantedEntities): readonly unknown[] | undefined {
  const entities: unknown = data?.["_entities"];
  return Array.isArray(entities) && entities.length === keys.length ? entities : undefined;
}

interface Answered {
  readonly shelf: FetchShelf | null;
  readonly wanted: WantedEntities;
  readonly answer: SubgraphAnswer;
}

/** Keeps what no error is about; an error without a place may be anyone's. */
export function keepEntities({ shape }: FetchStep, { shelf, wanted, answer }: Answered): void {
  const { errors = [], hints } = answer;
  const entities = entitiesOf(answer, wanted);
  if (shelf === null || hints === undefined || entities === undefined || !shelf.keeps(hints)) return;
  const failed = new Set(errors.map(({ path }: SubgraphError) => path?.[1]));
  if (failed.has(undefined)) return;
  for (const [index, key] of wanted.keys.entries()) {
    const entity = entities[index];
    if (failed.has(index) || typeof entity !== "object" || Array.isArray(entity)) continue;
    const value = entity === null ? null : projectAnswer(entity as Data, shape);
    shelf.put(key, wanted.typeNameOf(index), value, hints);
  }
}
