import { z } from "zod";
import { type HostPolicy, refusedHost } from "#adapters/runtime/call/host-policy.ts";
import type { Clock } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { MemberChange } from "#gateway/members/hub-graph.ts";
import { type MemberProblem, problem, problemOf } from "#gateway/members/member-problem.ts";
import { missingKeys } from "#gateway/missing-keys.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { SignatureKey } from "#subgraphs/runtime/message-signature.ts";
import { type AskingSubgraph, askSubgraph, type SubgraphAddress } from "./ask-subgraph.ts";
import { readSubgraphSchema, type SubgraphFacts, subgraphDefinition, type ToldKind } from "./subgraph-definition.ts";
import { tellSubgraphFailure } from "./tell-failure.ts";

export interface ReadingSubgraph {
  readonly hosts: HostPolicy;
  readonly keys: readonly SignatureKey[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What a subgraph server says of itself, as plain data: kept, the node can be made again while the server is down. */
export interface SubgraphWords {
  readonly sdl: string;
  readonly kinds: readonly ToldKind[];
}

export type ReadSubgraph =
  | { readonly ok: true; readonly words: SubgraphWords }
  | {
      readonly ok: false;
      /** How far it came: its address, its answer, the schema in it, what it says of its kinds. */
      readonly at: SubgraphStep;
      readonly problems: readonly MemberProblem[];
    };

export type SubgraphStep = "address" | "answer" | "schema" | "kinds";

export type SubgraphMember =
  | { readonly ok: true; readonly change: MemberChange & { readonly kind: "put" } }
  | { readonly ok: false; readonly problem: MemberProblem };

const SERVICE = "{ _service { sdl } }";
const INFORMATION = /* GraphQL */ `{ hubNodeInformation { kinds { kind typeName search about filters harvest private } } }`;

const SERVICE_ANSWER = z.object({ _service: z.object({ sdl: z.string().min(1) }) });
const NAME = z.string().max(128).regex(/^\w+$/);
const KINDS = z
  .array(
    z.object({
      kind: NAME,
      typeName: NAME,
      search: z.enum(["LIVE", "INDEX", "NONE"]),
      about: z.array(NAME).max(20),
      filters: z.array(NAME).max(50),
      harvest: z.boolean(),
      private: z.boolean(),
    }),
  )
  .max(100);
const INFORMATION_ANSWER = z.object({ hubNodeInformation: z.object({ kinds: KINDS }) });

/** As they are kept. */
export const SUBGRAPH_WORDS = z.strictObject({ sdl: z.string().min(1), kinds: KINDS });

/**
 * Asks a subgraph server for its schema and, where it speaks the node contract, for what it can be asked. Its address leads
 * only where the operator allows. Never throws.
 */
export async function readSubgraph(facts: SubgraphFacts, parts: ReadingSubgraph): Promise<ReadSubgraph> {
  const { code } = facts;
  let at: SubgraphStep = "address";
  try {
    const [address, asking] = prepareAsking(facts, parts);
    at = "answer";
    const { sdl } = decode(code, SERVICE_ANSWER, await askSubgraph(address, SERVICE, asking))._service;
    const schema = readSubgraphSchema(code, sdl);
    if (!schema.ok) return { ok: false, at: "schema", problems: [schema.problem] };
    at = "kinds";
    const kinds = schema.speaksContract ? await readKinds(address, asking) : [];
    return { ok: true, words: { sdl, kinds } };
  } catch (error) {
    return { ok: false, at, problems: [cannotRead(code, at, error)] };
  }
}

const CANNOT_READ: Readonly<Record<SubgraphStep | "entities" | "search", Bilingual>> = {
  address: { zh: "不能访问该网址", en: "its address cannot be asked" },
  answer: {
    zh: "无法取得该服务的 schema（{ _service { sdl } }）",
    en: "the server's schema cannot be had ({ _service { sdl } })",
  },
  schema: { zh: "该服务的 schema 无法读取", en: "the server's schema cannot be read" },
  kinds: { zh: "hubNodeInformation 的应答无法读取", en: "the answer to hubNodeInformation cannot be read" },
  entities: { zh: "_entities 的应答无法读取", en: "the answer to _entities cannot be read" },
  search: { zh: "hubNodeSearch 的应答无法读取", en: "the answer to hubNodeSearch cannot be read" },
};

export function cannotRead(node: string, at: keyof typeof CANNOT_READ, error: unknown): MemberProblem {
  const what = CANNOT_READ[at];
  if (!(error instanceof UpstreamError)) return problemOf("CANNOT_OPEN", node, what, error);
  const why = tellSubgraphFailure(error.failure);
  return problem("CANNOT_OPEN", { node, zh: `${what.zh}：${why.zh}`, en: `${what.en}: ${why.en}` });
}

/** The change by which it joins, as its words make it. */
export function subgraphMember(facts: SubgraphFacts, { sdl, kinds }: SubgraphWords): SubgraphMember {
  const schema = readSubgraphSchema(facts.code, sdl);
  if (!schema.ok) return schema;
  const definition = subgraphDefinition(facts, schema.document, kinds);
  return { ok: true, change: { kind: "put", definition, url: facts.url } };
}

/** Throws SettingsError for an address that may not be asked, or where there is no key to sign with. */
export function prepareAsking(
  { code, url }: SubgraphFacts,
  { hosts, keys, clock, signal }: ReadingSubgraph,
): readonly [SubgraphAddress, AskingSubgraph] {
  const verdict = URL.canParse(url) ? hosts.judge(new URL(url)) : ({ isAllowed: false, refusal: "not-http" } as const);
  if (!verdict.isAllowed) throw refusedHost(url, verdict.refusal);
  const [key] = keys;
  if (key === undefined) throw missingKeys();
  return [
    { code, url, lookup: verdict.lookup },
    { clock, key, signal },
  ];
}

async function readKinds(address: SubgraphAddress, asking: AskingSubgraph): Promise<readonly ToldKind[]> {
  const answer = await askSubgraph(address, INFORMATION, asking);
  return decode(address.code, INFORMATION_ANSWER, answer).hubNodeInformation.kinds;
}

export function decode<S extends z.ZodType>(code: string, schema: S, answer: unknown): z.output<S> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new UpstreamError(code, { kind: "malformed", at: parsed.error.issues[0]?.path.join(".") ?? "data" });
}
