import type { NodeDefinition } from "./define-node.ts";
import type { TakeDowns } from "./take-downs.ts";

/** How records leave their node: as summaries for lists and searches, whole, or as summaries for the hub's index. */
type RecordWay = "listed" | "looked-up" | "harvested";

export interface GivenRecords {
  readonly kind: string;
  readonly way: RecordWay;
  readonly count: number;
}

/** Told of records that a node gave to the graph. */
export type CountRecords = (node: string, given: GivenRecords) => void;

/** For resolvers: these records of that type are given; holes and failures among them are none. */
export type NoteGiven = (typeName: string, way: RecordWay, records: readonly unknown[]) => void;

export interface NoteGivenParts {
  readonly definition: Pick<NodeDefinition, "code"> & {
    readonly contract: { readonly kinds: Readonly<Record<string, { readonly typeName: string }>> };
  };
  /** What was taken down is not given. */
  readonly takeDowns: Pick<TakeDowns, "size" | "has">;
  readonly count: CountRecords | undefined;
}

/** Counts records of the kinds that the node declares; nothing of its other types. */
export function createNoteGiven({ definition, takeDowns, count }: NoteGivenParts): NoteGiven {
  if (count === undefined) return () => {};
  const { code, contract } = definition;
  const kinds = new Map(Object.entries(contract.kinds).map(([kind, { typeName }]) => [typeName, kind]));
  return (typeName, way, records) => {
    const kind = kinds.get(typeName);
    if (kind !== undefined) count(code, { kind, way, count: records.filter((one) => isGiven(one, takeDowns)).length });
  };
}

function isGiven(record: unknown, takeDowns: NoteGivenParts["takeDowns"]): boolean {
  if (typeof record !== "object" || record === null || record instanceof Error) return false;
  if (takeDowns.size === 0) return true;
  return !("id" in record && typeof record.id === "string" && takeDowns.has(record.id));
}
