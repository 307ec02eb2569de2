import { z } from "zod";
import { type HostPolicy, refusedHost } from "#adapters/runtime/call/host-policy.ts";
import type { Clock } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { MemberChange } from "#gateway/members/hub-graph.ts";
import { type MemberProblem, problemOf } from "#gateway/members/member-problem.ts";
import { missingKeys } from "#gateway/missing-keys.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { SignatureKey } from "#subgraphs/runtime/message-signature.ts";
import { type AskingSubgraph, askSubgraph, type SubgraphAddress } from "./ask-subgraph.ts";
import { readSubgraphSchema, type SubgraphFacts, subgraphDefinition, type ToldKind } from "./subgraph-definition.ts";

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
  | { readonly ok: false; readonly problems: readonly MemberProblem[] };

export type SubgraphMember =
  | { readonly ok: true; readonly change: MemberChange & { readonly kind: "put" } }
  | { readonly ok: false; readonly problem: MemberProblem };

const SERVICE = "{ _service { sdl } }";
const INFORMATION = /* GraphQL */ `{ hubNodeInformation { kinds { kind typeName search about filters harvest private } } }`;

const SERVICE_ANSWER = z.object({ _service: z.object({ sdl: z.string().min(1) }) });
const NAME = z.string().max(128).regex(/^\w+$/);
const INFORMATION_ANSWER = z.object({
  hubNodeInformation: z.object({
    kinds: z
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
      .max(100),
  }),
});

/**
 * Asks a subgraph server for its schema and, where it speaks the node contract, for what it can be asked. Its address leads
 * only where the operator allows. Never throws.
 */
export async function readSubgraph(facts: SubgraphFacts, parts: ReadingSubgraph): Promise<ReadSubgraph> {
  const { code } = facts;
  try {
    const [address, asking] = prepare(facts, parts);
    const { sdl } = decode(code, SERVICE_ANSWER, await askSubgraph(address, SERVICE, asking))._service;
    const schema = readSubgraphSchema(code, sdl);
    if (!schema.ok) return { ok: false, problems: [schema.problem] };
    const kinds = schema.speaksContract ? await readKinds(address, asking) : [];
    return { ok: true, words: { sdl, kinds } };
  } catch (error) {
    return { ok: false, problems: [problemOf("CANNOT_OPEN", code, CANNOT_READ, error)] };
  }
}

const CANNOT_READ: Bilingual = { zh: "无法取得该服务的 schema", en: "the server's schema cannot be had" };

/** The change by which it joins, as its words make it. */
export function subgraphMember(facts: SubgraphFacts, { sdl, kinds }: SubgraphWords): SubgraphMember {
  const schema = readSubgraphSchema(facts.code, sdl);
  if (!schema.ok) return schema;
  const definition = subgraphDefinition(facts, schema.document, kinds);
  return { ok: true, change: { kind: "put", definition, url: facts.url } };
}

function prepare(
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

function decode<S extends z.ZodType>(code: string, schema: S, answer: unknown): z.output<S> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new UpstreamError(code, { kind: "malformed", at: parsed.error.issues[0]?.path.join(".") ?? "data" });
}
