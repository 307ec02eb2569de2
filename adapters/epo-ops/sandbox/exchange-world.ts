import { indexWorld, type WorldIndex } from "#adapters/runtime/sandbox/world/index-world.ts";
import type { World } from "#adapters/runtime/sandbox/world/types.ts";
import type { SandboxCollection } from "./collection.ts";
import type { SandboxPublication } from "./publication.ts";

/** What writing a document needs besides the document. */
export interface ExchangeWorld {
  readonly index: WorldIndex;
  /** The CN publication from which a member's family started. */
  first(member: SandboxPublication): SandboxPublication;
  /** Earlier publications of the same technical field, as a search report would name them. */
  cited(member: SandboxPublication): readonly SandboxPublication[];
}

const MOST_CITED = 3;

export function createExchangeWorld(world: World, collection: SandboxCollection): ExchangeWorld {
  const bySubclass = Map.groupBy(collection.all, ({ patent }) => subclassOf(patent.ipc));
  return {
    index: indexWorld(world),
    first: (member) => collection.family(member.familyId)[0] ?? member,
    cited: (member) => {
      const field = bySubclass.get(subclassOf(member.patent.ipc)) ?? [];
      const earlier = field.filter((other) => other.isFirst && other.publication.date < member.patent.filingDate);
      const start = Number(member.familyId) % Math.max(1, earlier.length);
      return earlier.slice(start, start + (Number(member.familyId) % (MOST_CITED + 1)));
    },
  };
}

function subclassOf(ipc: readonly string[]): string {
  return ipc[0]?.slice(0, 4) ?? "";
}
