import { type DocumentNode, parse } from "graphql";
import { Registry } from "prom-client";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { SYSTEM_TIMER, type Timer } from "#adapters/runtime/timer.ts";
import { AnswerPolicy } from "#gateway/cache/answer-policy.ts";
import { AnswerTree } from "#gateway/execute/answer-tree.ts";
import { type CallNode, createCallNode } from "#gateway/execute/call-node.ts";
import type { GatewayNode } from "#gateway/execute/gateway-node.ts";
import { createNodeMetrics } from "#gateway/execute/node-metrics.ts";
import { type RequestState, SourceBook } from "#gateway/execute/request-state.ts";
import type { RequestScope } from "#gateway/http/operation.ts";
import type { NodeHints, NodeRequest, NodeResponse } from "#subgraphs/runtime/node-service.ts";

/** A node of one source whose answers are given by a function; it remembers what it was asked. */
export interface StubNode extends GatewayNode {
  readonly requests: readonly NodeRequest[];
}

export type StubAnswer = (request: NodeRequest) => NodeResponse | Promise<NodeResponse>;

export function stubNode(code: string, answer: StubAnswer, overrides: Partial<GatewayNode> = {}): StubNode {
  const requests: NodeRequest[] = [];
  return {
    code,
    name: { zh: "节点", en: "Node" },
    operator: { zh: "运营者", en: "Operator" },
    region: null,
    kinds: [],
    sources: [stubSource("portal")],
    typeDefs: EMPTY,
    seesOthers: false,
    state: () => "LIVE",
    service: {
      code,
      execute: async (request) => {
        requests.push(request);
        return answer(request);
      },
    },
    ...overrides,
    requests,
  };
}

const EMPTY: DocumentNode = parse("type Query { ok: Boolean }");

function stubSource(code: string): GatewayNode["sources"][number] {
  const name = { zh: "门户", en: "Portal" };
  const licence = { code: "L", name, attribution: name, accessPolicy: "PUBLIC" as const };
  const health = () => {
    throw new Error("nobody looks at the health of a stub");
  };
  return { code, name, kind: "PORTAL", licence, health };
}

/** An answer with hints: not to be kept unless the hints say so. */
export function answered(
  data: NodeResponse["data"],
  { errors, ...hints }: Partial<NodeHints> & Pick<NodeResponse, "errors"> = {},
): NodeResponse {
  const hub = { sources: [], ttlMs: 0, isPrivate: false, ...hints };
  return { data: data ?? null, ...(errors === undefined ? {} : { errors }), extensions: { hub } };
}

export function requestScope(overrides: Partial<RequestScope> = {}): RequestScope {
  return {
    requestId: "r-1",
    method: "POST",
    language: "zh",
    signal: new AbortController().signal,
    deadline: systemClock.now() + 5_000,
    nodeCredentials: new Map(),
    partition: "public",
    wantsSources: true,
    ...overrides,
  };
}

export function requestState(scope: RequestScope = requestScope()): RequestState {
  return {
    scope,
    sources: new SourceBook(),
    policy: new AnswerPolicy(),
    answers: new AnswerTree(),
    others: { directory: { list: () => [], ownerOf: () => undefined }, caller: NOBODY },
  };
}

const nobody = () => Promise.reject(new Error("nobody is asked here"));
const NOBODY = {
  search: nobody,
  harvest: nobody,
  serviceModules: nobody,
  account: nobody,
  exist: nobody,
  entities: nobody,
  hasCredential: () => false,
};

export function testCallNode(timer: Timer = SYSTEM_TIMER): CallNode {
  return createCallNode({ timer, metrics: createNodeMetrics(new Registry()), logger: SILENT_LOGGER });
}
