import { type DefinitionNode, type DocumentNode, Kind, type ObjectTypeDefinitionNode, parse, print } from "graphql";
import { LRUCache } from "lru-cache";
import { enumLabelsOf } from "#schema/enum-labels.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { concat, connectionSdl, placeholderName, SHARED_KINDS, SHARED_SDL, type SharedKind } from "#schema/kinds.ts";
import { MAX_PAGE_SIZE } from "#subgraphs/runtime/paging.ts";
import { readSchema } from "#subgraphs/runtime/read-schema.ts";
import { InterfaceFields } from "./interface-fields.ts";

const OWN_SDL = readSchema(new URL("./", import.meta.url));

const KIND_LABELS = enumLabelsOf(SHARED_SDL)["AssetKind"];

/** Types of one owner to which the shared schema refers already. */
const REFERRED: ReadonlySet<string> = new Set(
  SHARED_SDL.definitions.flatMap((one) => (one.kind === Kind.OBJECT_TYPE_DEFINITION ? [one.name.value] : [])),
);

const INTERFACES: ReadonlySet<string> = new Set(SHARED_KINDS.map(({ interfaceName }) => interfaceName));

/** Filter inputs of the kinds that have one of their own. */
const FILTERS: Readonly<Record<string, string>> = {
  LISTING: "ListingFilter",
  DEMAND: "DemandFilter",
  SERVICE: "ServiceItemFilter",
  EXPERT: "ExpertFilter",
};

/** Weights of lists, by whom they ask. */
const ALL_NODES = 10;
const ONE_NODE = 5;

/** What the asked nodes allow holds besides, as for every answer. */
const KEPT = "@cacheControl(maxAge: 3600)";

const PAGE_ARGUMENTS = `"每页条数，至多 100。 / Page size, at most 100." first: Int = 10, "上一页末项的游标。 / Cursor after which to go on." after: String`;

/** Of a list that is cut by `first`; a page may take several upstream calls at every node that is asked. */
function pageCost(weight: number): string {
  return `@cost(weight: ${weight}) @listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"]) ${KEPT}`;
}

/** Kinds listed for everybody. */
export const PUBLIC_KINDS: readonly SharedKind[] = SHARED_KINDS.filter((kind) => !kind.isPrivate && !kind.isBounded);
/** Short lists of one platform. */
export const BOUNDED_KINDS: readonly SharedKind[] = SHARED_KINDS.filter((kind) => kind.isBounded);
/** Kinds listed under `viewer`. */
export const PRIVATE_KINDS: readonly SharedKind[] = SHARED_KINDS.filter((kind) => kind.isPrivate);

/** What the schema holds whoever is there: the same objects over all schemas, so that they are printed once. */
const FIXED = concat(
  OWN_SDL,
  connectionSdl("Agency"),
  parse([...listFields(), ...interfaces()].join("\n"), { noLocation: true }),
).definitions;

const FIELDS = new InterfaceFields(FIXED);

/** References by their texts: to types that stay while others come and go. */
const known = new LRUCache<string, readonly DefinitionNode[]>({ max: 5_000 });

/**
 * The discovery node's schema: its own files (`extend interface Listing { … }` adds a field to every node's type of that
 * kind), a list field for every shared kind, and a reference to every
 * type by which a node implements one. So it names no node, and a new node's types are in it as soon as it joins.
 */
export function makeSchema(peers: readonly DocumentNode[]): DocumentNode {
  return { kind: Kind.DOCUMENT, definitions: FIELDS.fold([...FIXED, ...references(peers).flatMap(definitionsOf)]) };
}

function definitionsOf(text: string): readonly DefinitionNode[] {
  const definitions = known.get(text) ?? parse(text, { noLocation: true }).definitions;
  known.set(text, definitions);
  return definitions;
}

function listFields(): readonly string[] {
  const lists = PUBLIC_KINDS.map((kind) => listField(kind, { zh: "各节点的", en: "of all nodes" }, ALL_NODES));
  const perNode = PUBLIC_KINDS.map((kind) => listField(kind, { zh: "本节点的", en: "of this node" }, ONE_NODE));
  const bounded = BOUNDED_KINDS.map(
    (kind) =>
      `"本节点的${labelOf(kind).zh}。 / ${labelOf(kind).en} records of this node." ${kind.plural}: [${kind.interfaceName}!] @cost(weight: ${ONE_NODE}) @listSize(assumedSize: ${MAX_PAGE_SIZE}) ${KEPT}`,
  );
  const perViewer = PRIVATE_KINDS.map((kind) =>
    listField(kind, { zh: "当前用户的", en: "of the present user" }, ALL_NODES),
  );
  return [
    `extend type Query {
      ${lists.join("\n")}
      "登记的专利代理机构。 / Registered patent agencies."
      agencies(${PAGE_ARGUMENTS}, "过滤。 / Filter." filter: AgencyFilter): AgencyConnection ${pageCost(ALL_NODES)}
    }`,
    `extend type HubNode { ${[...perNode, ...bounded].join("\n")} }`,
    `extend type Viewer { ${perViewer.join("\n")} }`,
    `"登记的专利代理机构。 / A registered patent agency."
    type Agency implements Node @key(fields: "id", resolvable: false) @key(fields: "code") ${KEPT} {
      "全局标识。 / Global id."
      id: ID!
      "机构代码，五位。 / Agency code, five digits."
      code: String!
      "各平台上的简介。 / Its profiles on the platforms."
      profiles(${PAGE_ARGUMENTS}): AgencyProfileConnection ${pageCost(ALL_NODES)}
    }`,
    `"专利（发明、实用新型、外观设计）。 / A patent: invention, utility model or design."
    type Patent implements Node @key(fields: "id", resolvable: false) @key(fields: "applicationNumber") ${KEPT} {
      "全局标识。 / Global id."
      id: ID!
      "申请号，规范形式。 / Application number in canonical form."
      applicationNumber: ApplicationNumber
      "各平台上的供给。 / Offers of it on the platforms."
      listings(${PAGE_ARGUMENTS}): ListingConnection ${pageCost(ALL_NODES)}
    }`,
  ];
}

function labelOf(kind: SharedKind): Bilingual {
  return KIND_LABELS?.[kind.name] ?? { zh: kind.interfaceName, en: kind.interfaceName };
}

function listField(kind: SharedKind, { zh, en }: Bilingual, weight: number): string {
  return `"${zh}${labelOf(kind).zh}。 / ${labelOf(kind).en} records ${en}."
    ${kind.plural}(${PAGE_ARGUMENTS}, "过滤。 / Filter." filter: ${FILTERS[kind.name] ?? "RecordFilter"}): ${kind.interfaceName}Connection ${pageCost(weight)}`;
}

/** Shared interfaces reduced to their key. */
function interfaces(): readonly string[] {
  return SHARED_KINDS.map(
    (kind) =>
      `"${labelOf(kind).zh}。 / ${labelOf(kind).en}."
      interface ${kind.interfaceName} implements Node { "全局标识。 / Global id." id: ID! }`,
  );
}

/** One for every type that can be asked for by id. */
function references(peers: readonly DocumentNode[]): readonly string[] {
  const types = peers.flatMap((peer) => peer.definitions.flatMap(implementation));
  const held = new Set(types.flatMap(({ kinds }) => kinds));
  return [
    ...types.map(({ name, description, kinds }) => reference(name, description, kinds, "")),
    ...SHARED_KINDS.filter(({ interfaceName }) => !held.has(interfaceName)).map(placeholder),
  ];
}

interface Implementation {
  readonly name: string;
  readonly description: string;
  readonly kinds: readonly string[];
}

/** Types of the shared kinds, and every other one that a platform owns by its id: `node(id:)` may give it. */
function implementation(definition: DefinitionNode): readonly Implementation[] {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || REFERRED.has(definition.name.value)) return [];
  const interfaces = (definition.interfaces ?? []).map(({ name }) => name.value);
  const kinds = interfaces.filter((name) => INTERFACES.has(name));
  const name = definition.name.value;
  if (kinds.length === 0 && !(interfaces.includes("Node") && hasIdKey(definition))) return [];
  return [{ name, description: definition.description?.value ?? name, kinds }];
}

function hasIdKey({ directives = [] }: ObjectTypeDefinitionNode): boolean {
  return directives.some(
    ({ name, arguments: args = [] }) =>
      name.value === "key" && args.some(({ value }) => value.kind === Kind.STRING && value.value === "id"),
  );
}

/** Of a kind that nobody holds: a planner leaves out what has no possible type here, and a list's `nodes` with it. */
function placeholder({ interfaceName }: SharedKind): string {
  const description = "占位类型，从不出现。 / A placeholder, never seen.";
  return reference(placeholderName(interfaceName), description, [interfaceName], "@inaccessible");
}

function reference(name: string, description: string, kinds: readonly string[], directive: string): string {
  // Descriptions are the nodes' own words.
  return `${print({ kind: Kind.STRING, value: description })}
    type ${name} implements ${["Node", ...kinds].join(" & ")} @key(fields: "id", resolvable: false) ${directive} {
      "全局标识。 / Global id."
      id: ID!
    }`;
}
