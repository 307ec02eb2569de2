import { z } from "zod";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { harvestedKinds } from "#adapters/manifest/harvested/harvested-kinds.ts";
import { HarvestedShelf } from "#adapters/manifest/harvested/harvested-shelf.ts";
import { decodeNodeId, encodeNodeId } from "#schema/ids/node-id.ts";
import { defineStore, type OpenStore, type StoreDefinition, type StoreRuntime } from "#subgraphs/runtime/node-store.ts";
import { interfaceOf, typeNameOf } from "./type-name.ts";

/** Of a node whose owner lets what was harvested stand in; undefined for all others. It is filled by the harvest alone. */
export function harvestedStore(manifest: Manifest): StoreDefinition<HarvestedShelf> | undefined {
  const kinds = harvestedKinds(manifest);
  const names = Object.keys(kinds);
  if (names.length === 0) return undefined;
  const typeOf = (kind: string) => typeNameOf(manifest.code, interfaceOf(kind).name.value);
  const kindOf = new Map(names.map((kind) => [typeOf(kind), kind]));
  return defineStore<HarvestedShelf, z.ZodObject>({
    section: `${manifest.code}-harvested`,
    settings: z.object({}),
    open: (runtime) => {
      const { dataDir, timer, logger, takeDowns } = runtime;
      const isTakenDown = (kind: string, id: string) => takeDowns.size > 0 && takeDowns.has(idOf(typeOf(kind), id));
      const options = { dataDir, timer, logger, code: manifest.code, kinds, isTakenDown };
      return openShelf(new HarvestedShelf(options), kindOf, runtime);
    },
  });
}

function openShelf(
  store: HarvestedShelf,
  kindOf: ReadonlyMap<string, string>,
  { takeDowns, logger }: StoreRuntime,
): OpenStore<HarvestedShelf> {
  /** By global id; at once, and of what was taken down before. */
  const forget = (id: string) => {
    const decoded = decodeNodeId(id);
    const kind = kindOf.get(decoded?.typename ?? "");
    if (decoded === null || kind === undefined) return;
    store
      .remove(kind, [decoded.key])
      .catch((err: unknown) => logger.error({ err }, "a record taken down is still kept"));
  };
  const stopListening = takeDowns.onChange(({ id }) => {
    if (takeDowns.has(id)) forget(id);
  });
  for (const { id } of takeDowns.list()) forget(id);
  return {
    store,
    start: () => {},
    tasks: () => ({}),
    status: async () => ({ harvested: await store.status() }),
    close: async () => {
      stopListening();
      await store.close();
    },
  };
}

/** Empty where the source's id is too long to be one of the hub's: no order can name it. */
function idOf(typeName: string, id: string): string {
  try {
    return encodeNodeId(typeName, id);
  } catch {
    return "";
  }
}
