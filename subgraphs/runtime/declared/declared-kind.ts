import type { FieldDefinitionNode } from "graphql";
import type { KindFormat } from "#adapters/manifest/format/kind-format.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { HarvestedShelf } from "#adapters/manifest/harvested/harvested-shelf.ts";
import { filtersOf, KIND_FACTS } from "#adapters/manifest/search/kind-facts.ts";
import type { SearchedClient } from "#adapters/manifest/search/record-finder.ts";
import { isUnanswerable } from "#adapters/manifest/search/untold-conditions.ts";
import { sourceOfKind } from "#adapters/manifest/snapshot/snapshot-source.ts";
import type { SourceDefinition } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { NodeContext } from "#subgraphs/runtime/define-node.ts";
import type { ReadDetail } from "./record-details.ts";
import { type RecordView, recordView } from "./record-view.ts";

/** What the resolvers of one request share. */
export interface DeclaredLoad {
  /** Throws UpstreamError "off" where the settings leave the sources off. */
  readonly client: () => SearchedClient;
  /** Of one record, asked for with those of its neighbours. */
  readonly detail: ReadDetail;
  /** What harvests kept; null where the owner lets nothing stand in. */
  readonly harvested: HarvestedShelf | null;
  /** The number of one of our windows, by its global id. */
  readonly windowNumber: (globalId: string) => Promise<string | null>;
}

export type DeclaredContext = NodeContext<DeclaredLoad>;

/** One kind of a told node, ready to be asked. */
export interface DeclaredKind {
  readonly kind: string;
  readonly typeName: string;
  readonly format: KindFormat;
  readonly licence: string;
  /** Code of the source of its list. */
  readonly source: string;
  /** May be kept in the hub's index. */
  readonly harvest: boolean;
  readonly filters: readonly string[];
  readonly about: readonly string[];
  readonly view: RecordView;
}

export interface KindParts {
  readonly kind: string;
  readonly typeName: string;
  readonly fields: readonly FieldDefinitionNode[];
  readonly source: Pick<SourceDefinition<never>, "code" | "name" | "licence">;
}

/** The further field of services that names their windows: with it windows know their services. */
export const WINDOWS_OF_SERVICE = "windowNumbers";

export function declaredKind(manifest: Manifest, { kind, typeName, fields, source }: KindParts): DeclaredKind {
  const format = manifest.kinds[kind];
  if (format === undefined) throw new TypeError(`The manifest does not tell ${kind}`);
  const { licence } = manifest;
  const isMapped = (field: string) => field in format.fields && licence.fields[kind]?.[field] !== "withheld";
  const held = manifest.sources[sourceOfKind(manifest, kind)];
  const isLocal = held?.snapshot !== undefined;
  return {
    kind,
    typeName,
    format,
    licence: licence.code,
    source: source.code,
    harvest: format.harvest && licence.accessPolicy !== "NODE_ONLY",
    filters: [
      ...filtersOf(kind, isMapped).filter((filter) => !isUnanswerable(kind, format, filter)),
      ...(takesNumbers(kind, format, isLocal) ? ["numbers"] : []),
    ],
    about: subjectsOf(kind, isMapped),
    view: recordView({
      nodeCode: manifest.code,
      kind,
      typeName,
      format,
      fields,
      source,
      baseUrl: held?.baseUrl || undefined,
    }),
  };
}

/** A look-up by number must not make a portal read out its whole list. */
function takesNumbers(kind: string, { list }: KindFormat, isLocal: boolean): boolean {
  const { patent, agency, numbers } = KIND_FACTS[kind] ?? {};
  const bearsNumbers = patent !== undefined || agency !== undefined || numbers !== undefined;
  const { filters } = list.search;
  return bearsNumbers && (isLocal || filters.includes("number") || filters.includes("numbers"));
}

function subjectsOf(kind: string, isMapped: (field: string) => boolean): readonly string[] {
  const { patent = [], agency, parties = [] } = KIND_FACTS[kind] ?? {};
  return [
    ...(patent.some(isMapped) ? ["Patent"] : []),
    ...(agency !== undefined && isMapped(agency) ? ["Agency"] : []),
    ...(kind !== "PATENT_RECORD" && parties.some(isMapped) ? ["Organization"] : []),
    ...(kind === "SERVICE" && isMapped(WINDOWS_OF_SERVICE) ? ["ServiceWindow"] : []),
  ];
}

/** The client, or the failure of a source that is off. */
export function clientOf(client: SearchedClient | null, source: string): SearchedClient {
  if (client === null) throw new UpstreamError(source, { kind: "off" });
  return client;
}
