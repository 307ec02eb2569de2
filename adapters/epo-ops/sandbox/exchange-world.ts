import { indexWorld } from "#adapters/runtime/sandbox/world/index-world.ts";
import type { World } from "#adapters/runtime/sandbox/world/types.ts";
import type { SandboxCollection } from "./collection.ts";
import type { ExchangeWorld } from "./exchange-elements.ts";

/** What writing a document needs besides the document. */
export function createExchangeWorld(world: World, collection: SandboxCollection): ExchangeWorld {
  return {
    index: indexWorld(world),
    first: (member) => collection.family(member.familyId)[0] ?? member,
  };
}
