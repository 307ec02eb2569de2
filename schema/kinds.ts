import { readFileSync } from "node:fs";
import { type ConstDirectiveNode, type DocumentNode, type InterfaceTypeDefinitionNode, Kind, parse } from "graphql";

/** One kind that many nodes hold, as declared by `@kind` on its interface in shared-kinds.graphql. */
export interface SharedKind {
  /** AssetKind value: LISTING */
  readonly name: string;
  /** Interface: Listing */
  readonly interfaceName: string;
  /** Field of the plain list and of HubNode: listings */
  readonly plural: string;
  /** Seen by its user alone: listed under `viewer`, never beside the public kinds. */
  readonly isPrivate: boolean;
  /** A short plain list of one platform, without paging and without a list over all nodes. */
  readonly isBounded: boolean;
  readonly version: number;
}

/** The schema that every node shares, without the node contract. */
export const SHARED_SDL: DocumentNode = concat(readSdl("shared.graphql"), readSdl("shared-kinds.graphql"));

/** The node contract: hidden root fields that every node answers. */
export const CONTRACT_SDL: DocumentNode = readSdl("node-contract.graphql");

export const SHARED_KINDS: readonly SharedKind[] = SHARED_SDL.definitions.flatMap((definition) => {
  if (definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
  const kind = toKind(definition);
  return kind === undefined ? [] : [kind];
});

/** Connection and edge types of one interface or object type (Relay cursor connections, with a total). */
export function connectionSdl(typeName: string): DocumentNode {
  return parse(
    `
"一条连接边。 / An edge."
type ${typeName}Edge @shareable {
  "游标。 / Cursor."
  cursor: String!
  "对象。 / The item."
  node: ${typeName}!
}

"分页连接（Relay 游标规范）。 / A connection (Relay cursor specification)."
type ${typeName}Connection @shareable {
  "边。 / Edges."
  edges: [${typeName}Edge!]!
  "对象。 / The items."
  nodes: [${typeName}!]!
  "分页信息。 / Page information."
  pageInfo: PageInfo!
  "总数。 / Total."
  total: Total!
}`,
    { noLocation: true },
  );
}

/** The hidden type that keeps documents valid where no node holds a kind. */
export function placeholderName(interfaceName: string): string {
  return `Hub${interfaceName}Placeholder`;
}

export function concat(...documents: readonly DocumentNode[]): DocumentNode {
  return { kind: Kind.DOCUMENT, definitions: documents.flatMap((document) => document.definitions) };
}

function readSdl(name: string): DocumentNode {
  return parse(readFileSync(new URL(name, import.meta.url), "utf8"), { noLocation: true });
}

function toKind(definition: InterfaceTypeDefinitionNode): SharedKind | undefined {
  const directive = definition.directives?.find((candidate) => candidate.name.value === "kind");
  if (directive === undefined) return undefined;
  return {
    name: stringArgument(directive, "name") ?? "",
    interfaceName: definition.name.value,
    plural: stringArgument(directive, "plural") ?? "",
    isPrivate: stringArgument(directive, "private") === "true",
    isBounded: stringArgument(directive, "bounded") === "true",
    version: Number(stringArgument(directive, "version") ?? 1),
  };
}

function stringArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value !== undefined && "value" in value ? String(value.value) : undefined;
}
