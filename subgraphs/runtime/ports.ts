import type { Licence, SourceHealth, SourceKind } from "#adapters/runtime/source.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { NodeAccount, NodeHarvest, NodeSearch } from "./define-node.ts";
import type { NodeSummary } from "./node-summary.ts";
import type { PlugInStanding } from "./plug-in.ts";

/** What the gateway supplies to the node that asks the others. */
export interface OtherNodes {
  readonly directory: NodeDirectory;
  readonly caller: NodeCaller;
  readonly countConflict?: CountConflict | undefined;
}

/** Told of a disagreement that is shown, once for each node whose record takes part in it; `field` is of a closed set. */
export type CountConflict = (node: string, field: string) => void;

/** Who is there, in what state, with which sources. Supplied by the gateway. */
export interface NodeDirectory {
  list(): readonly ListedNode[];
  /** The node that owns a type name; undefined when none does. */
  ownerOf(typeName: string): ListedNode | undefined;
}

export interface ListedNode {
  readonly code: string;
  readonly name: Bilingual;
  readonly operator: Bilingual;
  readonly region: string | null;
  readonly state: "LIVE" | "PAUSED" | "QUARANTINED";
  readonly kinds: readonly ListedKind[];
  readonly sources: readonly ListedSource[];
  /** The operator asks: what is nobody else's business may be told. */
  readonly showsDetails?: boolean;
  /** How it joined; absent where it is part of the hub. */
  readonly standing?: PlugInStanding;
}

export interface ListedKind {
  readonly kind: string;
  readonly typeName: string;
  readonly search: "LIVE" | "INDEX" | "NONE";
  readonly about: readonly string[];
  readonly filters: readonly string[];
  readonly isPrivate: boolean;
  /** May be harvested. */
  readonly harvest: boolean;
  /** Nothing of it may be kept longer, milliseconds from when it was read; absent = the owner sets no limit. */
  readonly keepMs?: number | undefined;
  /** It should be harvested anew as a whole after so long, milliseconds; absent = whenever the hub likes. */
  readonly renewMs?: number | undefined;
}

export interface ListedSource {
  readonly code: string;
  readonly name: Bilingual;
  readonly kind: SourceKind;
  readonly licence: Licence;
  health(): SourceHealth;
  /** Paused by the operator; not known of a source elsewhere. */
  isPaused?(): boolean;
}

/** Asks a node a contract question, under the deadline and authorisation of the request. Throws NodeCallError. */
export interface NodeCaller {
  /** One request for all searches; each page or the error that befell it, in order. */
  search(node: string, searches: readonly NodeSearch[]): Promise<readonly (NodePage | Error)[]>;
  /** Refused by nodes that do not allow it. */
  harvest(node: string, harvest: NodeHarvest): Promise<NodeBatch>;
  serviceModules(
    node: string,
  ): Promise<readonly { readonly module: string; readonly raw: string | null; readonly count: number }[]>;
  account(node: string): Promise<NodeAccount | null>;
  /** Which of these ids exist at the node that owns the type. */
  exist(node: string, typeName: string, ids: readonly string[]): Promise<readonly boolean[]>;
  /** Fields of things that the node owns, each as selected for its type: the fields, null where there is nothing, or the error that befell it. One request. */
  entities(
    node: string,
    references: readonly EntityReference[],
    selections: Readonly<Record<string, string>>,
  ): Promise<readonly (EntityFields | null | Error)[]>;
  /** Whether the request carries the user's token for this node. */
  hasCredential(node: string): boolean;
}

export interface NodePage {
  /** Null keeps the place of a record that was taken down. */
  readonly items: readonly (NodeSummary | null)[];
  readonly total: number;
  readonly relation: "EXACT" | "AT_LEAST";
}

/** One batch of a harvest. */
export interface NodeBatch {
  readonly items: readonly NodeSummary[];
  /** Global ids of records no longer provided. */
  readonly removed: readonly string[];
  /** Null when done. */
  readonly cursor: string | null;
  /** When done: where changes alone can be had from next time; null where all has to be read again. */
  readonly resume: string | null;
  /** The sources that were asked for it, and the calls that reached an upstream. */
  readonly asked: readonly { readonly source: string; readonly upstreamCalls: number }[];
}

/** A thing by its type and one of that type's keys. */
export interface EntityReference {
  readonly __typename: string;
  readonly [field: string]: string;
}

/** What a node answered, in the shape that its schema promises; null where a field failed. */
export type EntityFields = Readonly<Record<string, unknown>>;
