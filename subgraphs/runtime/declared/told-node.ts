import { type DocumentNode, Kind } from "graphql";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { harvestedKinds } from "#adapters/manifest/harvested/harvested-kinds.ts";
import type { HarvestedShelf } from "#adapters/manifest/harvested/harvested-shelf.ts";
import type { SearchedClient } from "#adapters/manifest/search/record-finder.ts";
import { keepAtMostMs } from "#adapters/manifest/source-of.ts";
import type { KindContract, NodeDefinition, SourceMap } from "#subgraphs/runtime/define-node.ts";
import { countModules } from "./count-modules.ts";
import { declaredEntities, recordIdOf } from "./declared-entities.ts";
import { clientOf, type DeclaredContext, type DeclaredKind, type DeclaredLoad, declaredKind } from "./declared-kind.ts";
import { declaredSdl } from "./declared-sdl.ts";
import { findRecords } from "./find-records.ts";
import { harvestRecords } from "./harvest-records.ts";
import { withHarvested } from "./harvested-instead.ts";
import { harvestedStore } from "./harvested-store.ts";
import { detailReader } from "./record-details.ts";
import { interfaceOf, typeNameOf } from "./type-name.ts";
import { windowServices } from "./window-services.ts";

/** What a manifest's node asks; its client may be off. */
export interface ToldSources {
  readonly sources: SourceMap;
  readonly createClient: (clients: Readonly<Record<string, unknown>>) => SearchedClient | null;
}

/** An ordinary node made of a manifest: schema, resolvers, entities and contract follow from it. Throws SdlProblemsError. */
export function toldNode(manifest: Manifest, { sources, createClient }: ToldSources): NodeDefinition {
  const schema = declaredSdl(manifest);
  const kinds = Object.keys(manifest.kinds).map((kind) => kindOf(manifest, kind, schema, sources));
  const windows = kinds.find(({ kind }) => kind === "SERVICE_WINDOW");
  const services = kinds.find(({ kind }) => kind === "SERVICE");
  const store = harvestedStore(manifest);
  const sourceOf = (kind: string) => kinds.find((one) => one.kind === kind)?.source ?? manifest.code;
  const definition: NodeDefinition<SourceMap, DeclaredLoad, HarvestedShelf> = {
    code: manifest.code,
    name: manifest.name,
    operator: manifest.owner.name,
    region: manifest.region ?? null,
    schema: () => schema,
    sources,
    ...(store === undefined ? {} : { store }),
    createLoaders: (clients, { call }, harvested) => {
      const made = createClient(clients);
      const whole = made === null ? null : withHarvested(made, harvested, sourceOf);
      const client = () => clientOf(whole, Object.values(sources)[0]?.code ?? manifest.code);
      return {
        client,
        harvested,
        detail: detailReader(client, call),
        windowNumber: async (globalId) => {
          const id = windows === undefined ? null : recordIdOf(windows.typeName, globalId);
          if (id === null) return null;
          const [record] = await client().records("SERVICE_WINDOW", [id], call);
          if (record instanceof Error) throw record;
          const number = record?.value?.fields["number"];
          return typeof number === "string" ? number : null;
        },
      };
    },
    resolvers: windowServices(kinds),
    entities: Object.fromEntries(kinds.map((kind) => [kind.typeName, declaredEntities(kind)])),
    contract: {
      kinds: Object.fromEntries(kinds.map((kind) => [kind.kind, contractOf(kind, manifest)])),
      ...(services === undefined ? {} : { serviceModules: (context) => countModules(services, context) }),
    },
  };
  // What a node's loaders are is its own affair; the hub only hands them through.
  return definition as NodeDefinition;
}

function kindOf(manifest: Manifest, kind: string, schema: DocumentNode, sources: SourceMap): DeclaredKind {
  const typeName = typeNameOf(manifest.code, interfaceOf(kind).name.value);
  const type = schema.definitions.find(
    (one) => one.kind === Kind.OBJECT_TYPE_DEFINITION && one.name.value === typeName,
  );
  const fields = type?.kind === Kind.OBJECT_TYPE_DEFINITION ? (type.fields ?? []) : [];
  const name = manifest.kinds[kind]?.list.source ?? Object.keys(sources)[0] ?? "";
  const source = sources[name];
  if (source === undefined) throw new TypeError(`The manifest's kind ${kind} names a source that it does not tell`);
  return declaredKind(manifest, { kind, typeName, fields, source });
}

function contractOf(kind: DeclaredKind, manifest: Manifest): KindContract<DeclaredLoad> {
  const { typeName, about, filters, harvest } = kind;
  const keepMs = keepAtMostMs(manifest);
  const harvestedMs = harvestedKinds(manifest)[kind.kind]?.forMs;
  return {
    typeName,
    search: "LIVE",
    about,
    filters,
    harvest,
    isPrivate: false,
    ...(keepMs === null ? {} : { keepMs }),
    ...(harvestedMs === undefined ? {} : { renewMs: harvestedMs / 2 }),
    find: (search, context: DeclaredContext) => findRecords(kind, search, context),
    harvestPage: (question, context) => harvestRecords(kind, question, context),
  };
}
