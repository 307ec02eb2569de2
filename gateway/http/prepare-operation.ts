import type { IncomingMessage } from "node:http";
import { type DocumentNode, getOperationAST, type OperationDefinitionNode } from "graphql";
import { clientAddress } from "#gateway/access/client-address.ts";
import { PUBLIC_PARTITION } from "#gateway/access/partition.ts";
import type { FoundDocument } from "#gateway/cache/document-store.ts";
import { operationKey } from "#gateway/cache/operation-key.ts";
import type { CostGuard, OperationCost } from "#gateway/guard/cost/cost-limit.ts";
import type { Guard } from "#gateway/guard/create-guard.ts";
import { isRefusal, type Refusal, refuse } from "#gateway/report/refusal.ts";
import type { FrontCaches } from "./front-caches.ts";
import type { AskedOperation, Language, OperationRequest } from "./operation.ts";
import { badQuery, readJsonBody, readSearch } from "./read-operation.ts";
import type { Caller } from "./read-scope.ts";

/** An operation that may run: read, found, guarded and weighed. */
export interface PreparedOperation {
  readonly operation: OperationRequest;
  /** Parsed, so it has letters, digits and `_` only: safe in a log line. */
  readonly name: string | undefined;
  readonly isQuery: boolean;
  /** What is asked, whoever asks, by language; undefined for what is run for each caller anew. */
  readonly key: Readonly<Record<Language, string>> | undefined;
  /** Upstream calls that it may cause; undefined where they are not counted. */
  readonly upstreamCalls: number | undefined;
  /** For those who want to be told. */
  readonly cost?: OperationCost | undefined;
  /** To be called when the document has proved good. */
  readonly register?: (() => void) | undefined;
}

export interface PreparingParts {
  readonly guard: Guard;
  /** Without one, operations may cost whatever they like. */
  readonly cost?: CostGuard | undefined;
  readonly caches: FrontCaches;
}

/** What came over the wire: the body of a POST, the target of a GET. */
export type Wire = Buffer | string;

/** Reads one request's operation. What is public and was prepared before, byte for byte, is not read again. */
export function prepareOperation(parts: PreparingParts, wire: Wire, asking: Asking): PreparedOperation | Refusal {
  const text = textOf(wire, asking.caller);
  const known = text === undefined ? undefined : parts.caches.prepared.find(text);
  if (known !== undefined) return known;
  const asked = typeof wire === "string" ? readSearch(searchOf(wire)) : readJsonBody(wire);
  if (isRefusal(asked)) return asked;
  const made = prepare(parts, asked, asking);
  if (text !== undefined && !isRefusal(made) && made.register === undefined) parts.caches.prepared.keep(text, made);
  return made;
}

const SLASH = 0x2f;

/** One character a byte; a target begins with a slash, a body that can be read does not. Undefined for callers who are told or allowed more. */
function textOf(wire: Wire, { partition, wantsSources, wantsTrace }: Caller): string | undefined {
  if (partition !== PUBLIC_PARTITION || wantsSources || wantsTrace === true) return undefined;
  if (typeof wire === "string") return wire;
  return wire[0] === SLASH ? undefined : wire.toString("latin1");
}

function searchOf(target: string): URLSearchParams {
  return new URLSearchParams(target.slice(target.indexOf("?") + 1));
}

export interface Asking {
  readonly caller: Caller;
  readonly request: IncomingMessage;
}

function prepare(parts: PreparingParts, asked: AskedOperation, asking: Asking): PreparedOperation | Refusal {
  const found = findDocument(parts, asked, asking);
  if (isRefusal(found)) return found;
  const { documentId: _documentId, ...request } = asked;
  const operation = { ...request, query: found.query };
  const checked = checkOperation(parts, operation, asking.caller);
  if (isRefusal(checked)) return checked;
  const { document, definition, cost } = checked;
  const isQuery = definition.operation === "query";
  const isShared = isQuery && !asking.caller.wantsSources && asking.caller.wantsTrace !== true;
  return {
    operation,
    name: definition.name?.value,
    isQuery,
    key: isShared ? inEachLanguage(operationKey({ document, definition, operation })) : undefined,
    upstreamCalls: cost?.upstreamCalls,
    ...(asking.caller.wantsSources ? { cost } : {}),
    ...(found.register === undefined ? {} : { register: found.register }),
  };
}

function findDocument(
  { caches }: PreparingParts,
  { query, documentId, extensions }: AskedOperation,
  { caller: { isOperator }, request }: Asking,
): FoundDocument | Refusal {
  const client = clientAddress(request.socket.remoteAddress);
  const asked = { query, documentId, persistedQuery: extensions?.["persistedQuery"] };
  return caches.documents.find(asked, { client, isOperator }) ?? badQuery();
}

function inEachLanguage(key: string): Readonly<Record<Language, string>> {
  return { zh: `zh ${key}`, en: `en ${key}` };
}

interface Checked {
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly cost: OperationCost | undefined;
}

function checkOperation(
  { guard, cost }: PreparingParts,
  { query, operationName, variables }: OperationRequest,
  { method }: Caller,
): Checked | Refusal {
  const document = guard.checkVariables(variables) ?? guard.checkDocument(query);
  if (isRefusal(document)) return document;
  const definition = getOperationAST(document, operationName);
  if (!definition) {
    return refuse("OPERATION_RESOLUTION_FAILURE", {
      zh: "operationName 应为文档中的一个操作名",
      en: "operationName must name one of the document's operations",
    });
  }
  if (method === "GET" && definition.operation !== "query") return refuseGet();
  const price = cost?.check(document, definition, variables);
  return price !== undefined && isRefusal(price) ? price : { document, definition, cost: price };
}

function refuseGet(): Refusal {
  const detail = { zh: "GET 只能执行查询", en: "GET runs queries only" };
  return refuse("METHOD_NOT_ALLOWED", detail, { headers: { allow: "POST" } });
}
