import { type DocumentNode, Kind, parse } from "graphql";
import { z } from "zod";
import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";
import { defineSource, type Licence } from "#adapters/runtime/source.ts";
import { type MemberProblem, problem } from "#gateway/members/member-problem.ts";
import { fieldsOf, interfacesOf, keysOf, textArgument, typesOf } from "#gateway/supergraph/ownership/type-nodes.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { SHARED_KINDS } from "#schema/kinds.ts";
import type { KindContract, NodeDefinition } from "#subgraphs/runtime/define-node.ts";

/** A Federation 2 subgraph server that its owner offers, in whatever language it is written. */
export interface SubgraphFacts {
  readonly code: string;
  readonly name: Bilingual;
  readonly operator: Bilingual;
  /** GB/T 2260; null for national. */
  readonly region: string | null;
  readonly licence: Licence;
  readonly url: string;
  /** Hosts of its owner's own pages, beside its own. */
  readonly pages?: readonly string[];
}

/** A kind that it answers the hub's questions about (schema/node-contract.graphql). */
export interface ToldKind {
  readonly kind: string;
  readonly typeName: string;
  readonly search: "LIVE" | "INDEX" | "NONE";
  readonly about: readonly string[];
  readonly filters: readonly string[];
  readonly harvest: boolean;
  readonly private: boolean;
}

/** Tokens of a schema that is read: some 10,000 fields. */
const MOST_TOKENS = 80_000;
const FEDERATION_2 = /^https:\/\/specs\.apollo\.dev\/federation\/v2\.\d+$/;

export type ReadSubgraphSchema =
  | {
      readonly ok: true;
      readonly document: DocumentNode;
      readonly speaksContract: boolean;
      /** Some type of it is found by a key. */
      readonly hasEntities: boolean;
    }
  | { readonly ok: false; readonly problem: MemberProblem };

/** Its schema as `_service { sdl }` gave it. */
export function readSubgraphSchema(code: string, sdl: string): ReadSubgraphSchema {
  let document: DocumentNode;
  try {
    document = parse(sdl, { maxTokens: MOST_TOKENS });
  } catch (error) {
    return { ok: false, problem: unreadable(code, error) };
  }
  const links = document.definitions.flatMap((one) =>
    one.kind === Kind.SCHEMA_EXTENSION || one.kind === Kind.SCHEMA_DEFINITION ? (one.directives ?? []) : [],
  );
  if (!links.some((link) => FEDERATION_2.test(textArgument(link, "url") ?? "")))
    return { ok: false, problem: oldSchema(code) };
  const query = typesOf(document).get("Query");
  const roots = query === undefined ? [] : fieldsOf(query).map(({ name }) => name.value);
  return {
    ok: true,
    document,
    speaksContract: roots.includes("hubNodeInformation") && roots.includes("hubNodeSearch"),
    hasEntities: [...typesOf(document).values()].some((type) => keysOf(type).some(({ isResolvable }) => isResolvable)),
  };
}

/** Without kinds it is not searched: its fields are there for those who ask for them. */
export function subgraphDefinition(
  facts: SubgraphFacts,
  document: DocumentNode,
  kinds: readonly ToldKind[],
): NodeDefinition {
  const { code, name, operator, region } = facts;
  return {
    code,
    name,
    operator,
    region,
    schema: () => document,
    standsAlone: true,
    sources: { server: serverOf(facts) },
    createLoaders: () => ({}),
    resolvers: {},
    entities: {},
    contract: { kinds: Object.fromEntries(known(kinds, document).map((told) => [told.kind, toContract(told)])) },
  };
}

/** The server is its own only source: asked by the gateway, never opened here. */
function serverOf({ code, name, licence, url, pages = [] }: SubgraphFacts) {
  return defineSource({
    code,
    name,
    kind: "API",
    licence,
    settings: z.object({}),
    politeness: POLITE_DEFAULTS,
    pageHosts: [new URL(url).host, ...pages],
    create: () => null,
  });
}

/** Of what it says of itself, what its own schema bears out. */
function known(kinds: readonly ToldKind[], document: DocumentNode): readonly ToldKind[] {
  const unknown = new Set(unknownKinds(kinds, document));
  return kinds.filter((told) => !unknown.has(told));
}

/** What it does not bear out. */
export function unknownKinds(kinds: readonly ToldKind[], document: DocumentNode): readonly ToldKind[] {
  const types = typesOf(document);
  return kinds.filter(({ kind, typeName }) => {
    const shared = SHARED_KINDS.find(({ name }) => name === kind);
    const type = types.get(typeName);
    return shared === undefined || type === undefined || !interfacesOf(type).includes(shared.interfaceName);
  });
}

function toContract({
  typeName,
  search,
  about,
  filters,
  harvest,
  private: isPrivate,
}: ToldKind): KindContract<unknown> {
  return {
    typeName,
    search,
    about,
    filters,
    harvest,
    isPrivate,
    find: () => Promise.reject(new Error("a node elsewhere is asked over HTTP")),
  };
}

function unreadable(node: string, error: unknown): MemberProblem {
  const reason = error instanceof Error ? error.message.slice(0, 300) : "";
  return problem("BAD_SCHEMA", {
    node,
    zh: `_service { sdl } 给出的 schema 无法读取：${reason}`,
    en: `the schema that _service { sdl } gives cannot be read: ${reason}`,
    suggestion: { zh: "检查该服务给出的 SDL", en: "look at the SDL that the server gives" },
  });
}

function oldSchema(node: string): MemberProblem {
  return problem("BAD_SCHEMA", {
    node,
    zh: "schema 没有 Federation 2 的 @link",
    en: "the schema has no @link to Federation 2",
    suggestion: {
      zh: '加上 extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])',
      en: 'add extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])',
    },
  });
}
