import type { DocumentNode, GraphQLResolveInfo } from "graphql";
import type { CallContext, ClientOf, SourceDefinition } from "#adapters/runtime/source.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { NoteGiven } from "./node-records.ts";
import type { StoreDefinition } from "./node-store.ts";
import type { OtherNodes } from "./ports.ts";

/** The sources of a node by the name its resolvers know them under. */
export type SourceMap = Readonly<Record<string, SourceDefinition>>;

/** The clients of a node; null where the settings leave a source off. */
export type Clients<Sources> = { readonly [Name in keyof Sources]: ClientOf<Sources[Name]> | null };

export type Language = "zh" | "en";

/** What resolvers get: one per request and node. */
export interface NodeContext<Load = unknown> {
  readonly nodeCode: string;
  readonly language: Language;
  readonly call: CallContext;
  /** Loaders and look-ups of this node, batched within the request. */
  readonly load: Load;
  /** Adds an error beside the data that is returned (partial answers). */
  report(error: unknown, info: GraphQLResolveInfo): void;
  /** Counts records that are given, for the node's owner. What the contract lists and entities find is counted without it. */
  readonly given: NoteGiven;
  /** The other nodes; only for nodes that declare `seesOthers` (supplied by the gateway). */
  readonly others: OtherNodes | null;
  readonly now: number;
}

// `never` parameters accept any concrete resolver signature without `any`.
type FieldResolver<Load> = (
  parent: never,
  args: never,
  context: NodeContext<Load>,
  info: GraphQLResolveInfo,
) => unknown;

export type ResolverMap<Load> = Readonly<Record<string, Readonly<Record<string, FieldResolver<Load>>>>>;

/**
 * Resolves references to a type this node owns, all of one request at once and in order: the entity, null
 * for "nothing there", or the error that befell it. Batched, so that one bad key does not fail its neighbours.
 */
export type EntityResolver<Load> = (
  references: readonly Readonly<Record<string, unknown>>[],
  context: NodeContext<Load>,
) => Promise<readonly (object | null | Error)[]>;

/** A platform or body of data that joined the hub. */
export interface NodeDefinition<Sources extends SourceMap = SourceMap, Load = unknown, Store = unknown> {
  readonly code: string;
  readonly name: Bilingual;
  readonly operator: Bilingual;
  /** GB/T 2260 code of the region served; null for national. */
  readonly region: string | null;
  /** The node's own schema: a file or a folder (read-schema.ts), or made from the other nodes' schemas at composition. */
  readonly schema: URL | ((peers: readonly DocumentNode[]) => DocumentNode);
  readonly sources: Sources;
  /** A store of its own: of the node that sees the others, or of one that keeps what was harvested from it. */
  readonly store?: StoreDefinition<Store>;
  readonly createLoaders: (
    clients: Clients<Sources>,
    context: Omit<NodeContext, "load">,
    /** Null without one, or where it is off. */
    store: Store | null,
  ) => Load;
  readonly resolvers: ResolverMap<Load>;
  readonly entities: Readonly<Record<string, EntityResolver<Load>>>;
  readonly contract: NodeContract<Load>;
  /** Its schema is given whole: that of a server of its own, which has of the shared schema what it declares itself. */
  readonly standsAlone?: boolean;
  /** True for the one node that asks the others; it always runs in process. */
  readonly seesOthers?: boolean;
}

/** How a node answers the hub's questions (schema/node-contract.graphql). */
export interface NodeContract<Load> {
  readonly kinds: Readonly<Record<string, KindContract<Load>>>;
  readonly serviceModules?: (context: NodeContext<Load>) => Promise<readonly ModuleCount[]>;
  /** Who the user of the forwarded token is. */
  readonly account?: (context: NodeContext<Load>) => Promise<NodeAccount | null>;
}

export interface KindContract<Load> {
  readonly typeName: string;
  readonly search: "LIVE" | "INDEX" | "NONE";
  readonly about: readonly string[];
  readonly filters: readonly string[];
  readonly harvest: boolean;
  readonly isPrivate: boolean;
  /** Nothing of it may be kept longer, milliseconds from when it was read; absent = no limit. */
  readonly keepMs?: number | undefined;
  /** It should be harvested anew as a whole after so long, milliseconds; absent = whenever the hub likes. */
  readonly renewMs?: number | undefined;
  readonly find: (search: NodeSearch, context: NodeContext<Load>) => Promise<FoundPage>;
  /** For kinds that can be read through faster, or tell what changed; others are read through by `find`. */
  readonly harvestPage?: (harvest: NodeHarvest, context: NodeContext<Load>) => Promise<HarvestPage>;
}

export interface NodeSearch {
  readonly kind: string;
  readonly text?: string | null;
  readonly filter: NodeFilter;
  readonly about?: { readonly typeName: string; readonly key: string } | null;
  readonly first: number;
  readonly offset: number;
}

/** Input HubNodeFilter. */
export interface NodeFilter {
  readonly regions?: readonly string[] | null;
  readonly party?: string | null;
  readonly specialties?: readonly string[] | null;
  readonly modes?: readonly string[] | null;
  readonly subjects?: readonly string[] | null;
  readonly listingStatuses?: readonly string[] | null;
  readonly demandStatuses?: readonly string[] | null;
  readonly channels?: readonly string[] | null;
  readonly modules?: readonly string[] | null;
  /** Canonical numbers; a node that names this filter is asked so for what bears one of them, without other conditions. */
  readonly numbers?: readonly string[] | null;
}

export interface FoundPage {
  /** Null keeps the place of a record that cannot be shown. */
  readonly items: readonly (FoundItem | null)[];
  readonly total: number;
  readonly relation: "EXACT" | "AT_LEAST";
}

export interface FoundItem {
  readonly id: string;
  readonly summary: FoundSummary;
}

export interface FoundSummary {
  readonly title: string | null;
  readonly numbers?: readonly string[];
  readonly classes?: readonly string[];
  readonly region?: string | null;
  readonly date?: string | null;
  /** Epoch milliseconds. */
  readonly fetchedAt?: number | null;
  /** Further words to search by; cut at 600 characters. */
  readonly text?: string | null;
  /** Names and credit codes. */
  readonly parties?: readonly string[];
  /** Yuan. */
  readonly price?: { readonly from: number | null; readonly to: number | null } | null;
  /** The state's code in the terms of the kind. */
  readonly status?: string | null;
  /** By filter: the codes by which it finds the record. */
  readonly codes?: Readonly<Partial<Record<keyof NodeFilter, readonly string[]>>>;
  /** Code of the licence. */
  readonly licence?: string | null;
  /** Epoch milliseconds. */
  readonly sourceUpdatedAt?: number | null;
}

/** One question of a harvest. */
export interface NodeHarvest {
  readonly kind: string;
  /** Given with the batch before, or as `resume` when the last harvest ended. */
  readonly cursor: string | null;
  readonly first: number;
  /** ISO instant. */
  readonly since: string | null;
}

export interface HarvestPage {
  readonly items: readonly (FoundItem | null)[];
  /** Global ids of records no longer provided. */
  readonly removed?: readonly string[];
  /** Null when done. */
  readonly cursor: string | null;
  /** When done: where changes can be had from next time. */
  readonly resume?: string | null;
}

export interface ModuleCount {
  readonly module: string;
  readonly raw: string | null;
  readonly count: number;
}

export interface NodeAccount {
  readonly userName: string;
  readonly organizationName: string | null;
  readonly organizationUscc: string | null;
}

/** Keeps the types of a definition while checking its shape. */
export function defineNode<Sources extends SourceMap, Load, Store = unknown>(
  definition: NodeDefinition<Sources, Load, Store>,
): NodeDefinition<Sources, Load, Store> {
  return definition;
}
