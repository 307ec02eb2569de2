import DataLoader from "dataloader";
import { othersOf } from "#subgraphs/discovery/find-records.ts";
import type { NodeContext } from "#subgraphs/runtime/define-node.ts";
import type { EntityFields, EntityReference } from "#subgraphs/runtime/ports.ts";

/** What the owners of things say of them: the fields, null where there is nothing, a rejection where the owner failed. */
export type FactLoader<Facts> = DataLoader<EntityReference, Facts | null, string>;

/** Most that are asked for in one request. */
const BATCH = 100;

type Context = Omit<NodeContext, "load">;

/** One request to each owner for all that is wanted together. Answers are in the shape of the owner's schema: its own, or checked. */
export function createFactLoader<Facts>(context: Context, fields: string): FactLoader<Facts> {
  return new DataLoader(
    async (references) => {
      const told = await tell(references, fields, context);
      // The shape is what the selection asks of the public schema.
      return told as readonly (Facts | null | Error)[];
    },
    { cacheKeyFn: (reference) => JSON.stringify(reference), maxBatchSize: BATCH },
  );
}

async function tell(references: readonly EntityReference[], fields: string, context: Context) {
  const { directory, caller } = othersOf(context);
  const told = new Map<EntityReference, EntityFields | null | Error>();
  const owned = Map.groupBy(references, ({ __typename }) => directory.ownerOf(__typename)?.code ?? null);
  await Promise.all(
    [...owned].map(async ([owner, asked]) => {
      if (owner === null) return;
      const selections = Object.fromEntries(asked.map(({ __typename }) => [__typename, fields]));
      const answers = await caller.entities(owner, asked, selections).catch((error: Error) => asked.map(() => error));
      for (const [index, reference] of asked.entries()) told.set(reference, answers[index] ?? null);
    }),
  );
  return references.map((reference) => told.get(reference) ?? null);
}

/** The facts, null where there is nothing, or the error that befell them. */
export async function factsOf<Facts>(
  loader: FactLoader<Facts>,
  reference: EntityReference,
): Promise<Facts | null | Error> {
  return loader.load(reference).catch((error: Error) => error);
}
