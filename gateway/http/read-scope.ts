import type { IncomingMessage } from "node:http";
import { readNodeCredentials } from "#gateway/access/node-credentials.ts";
import type { IsOperator } from "#gateway/access/operator-token.ts";
import { partitionOf } from "#gateway/access/partition.ts";
import { isRefusal, type Refusal, refuse } from "#gateway/report/refusal.ts";
import { negotiateLanguage } from "./negotiate-language.ts";
import type { RequestScope } from "./operation.ts";

// https://www.w3.org/TR/trace-context/#traceparent-header; an invalid one is ignored, as the recommendation says.
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const ON = new Set(["1", "?1", "true"]);
const OFF = new Set(["0", "?0", "false"]);

/** What the headers tell about the caller, before anything runs for it. */
export interface Caller extends Omit<RequestScope, "signal" | "deadline" | "budget"> {
  readonly arrivedAt: number;
  /** Time that its operation may take, milliseconds. */
  readonly budgetMs: number;
  readonly isOperator: boolean;
}

export interface CallerOptions {
  readonly requestId: string;
  readonly now: number;
  /** Longest time for one operation, milliseconds. */
  readonly deadline: number;
  readonly sources: boolean;
  /** Everybody may see how operations are planned and run, not the operator alone. */
  readonly tracesAll?: boolean | undefined;
  readonly isOperator?: IsOperator | undefined;
}

/** A malformed header of ours is refused rather than ignored. */
export function readCaller(request: IncomingMessage, options: CallerOptions): Caller | Refusal {
  const { headers } = request;
  const budgetMs = readDeadline(single(headers["hub-deadline-ms"]), options.deadline);
  if (typeof budgetMs !== "number") return budgetMs;
  const wantsSources = readSwitch("Hub-Sources", single(headers["hub-sources"]), options.sources);
  if (typeof wantsSources !== "boolean") return wantsSources;
  const wantsTrace = readSwitch("Hub-Trace", single(headers["hub-trace"]), false);
  if (typeof wantsTrace !== "boolean") return wantsTrace;
  const nodeCredentials = readNodeCredentials(single(headers["hub-node-authorization"]));
  if (isRefusal(nodeCredentials)) return nodeCredentials;
  const isOperator = headers.authorization !== undefined && options.isOperator?.(headers.authorization) === true;
  if (wantsTrace && !isOperator && options.tracesAll !== true) return refuse("FORBIDDEN", NO_TRACE);
  const traceparent = single(headers["traceparent"]);
  return {
    requestId: options.requestId,
    arrivedAt: options.now,
    method: request.method === "GET" ? "GET" : "POST",
    language: negotiateLanguage(headers["accept-language"]),
    budgetMs,
    nodeCredentials,
    partition: partitionOf(nodeCredentials, isOperator),
    isOperator,
    wantsSources,
    wantsTrace,
    traceparent: traceparent !== undefined && TRACEPARENT.test(traceparent) ? traceparent : undefined,
  };
}

const NO_TRACE = {
  zh: "执行轨迹仅向运行者开放（或设 HUB_TRACES_ALL=true）",
  en: "traces are for the operator (or set HUB_TRACES_ALL=true)",
};

function readDeadline(text: string | undefined, longest: number): number | Refusal {
  if (text === undefined) return longest;
  if (/^[1-9]\d{0,8}$/.test(text)) return Math.min(Number(text), longest);
  return refuse("BAD_REQUEST", {
    zh: "Hub-Deadline-Ms 应为正整数（毫秒）",
    en: "Hub-Deadline-Ms must be a positive integer (milliseconds)",
  });
}

function readSwitch(header: string, text: string | undefined, otherwise: boolean): boolean | Refusal {
  if (text === undefined) return otherwise;
  if (ON.has(text)) return true;
  return OFF.has(text) ? false : refuse("BAD_REQUEST", { zh: `${header} 应为 1 或 0`, en: `${header} must be 1 or 0` });
}

function single(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === "string" ? header.trim() : header?.join(", ");
}
