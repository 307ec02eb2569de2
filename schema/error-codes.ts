import type { OwnRest } from "./failure-reason.ts";
import type { Bilingual } from "./ids/parsed.ts";

/** Every way in which an upstream can fail its caller. */
export type UpstreamFailure =
  | { readonly kind: "timeout"; readonly phase: "connect" | "headers" | "body" | "queue" | "deadline" }
  | { readonly kind: "unreachable"; readonly reason: string }
  | { readonly kind: "rejected"; readonly status: number; readonly reason?: string }
  /** `rest`: nobody was asked, by a rule of the source's own. */
  | { readonly kind: "rate-limited"; readonly retryAfterMs: number; readonly rest?: OwnRest }
  | { readonly kind: "circuit-open"; readonly retryAfterMs: number }
  | { readonly kind: "malformed"; readonly at: string }
  | { readonly kind: "too-large"; readonly limitBytes: number }
  /** `isUsers`: it was the user's own question, so that user's token is missing or refused; else the upstream shows its log-in page to the hub. */
  | { readonly kind: "login-required"; readonly isUsers?: boolean }
  | { readonly kind: "busy" }
  | { readonly kind: "off" }
  | { readonly kind: "over-budget" }
  | { readonly kind: "aborted" };

export type UpstreamFailureKind = UpstreamFailure["kind"];

/** A code of the public API. Codes are stable and never reused for another meaning. */
export interface ErrorCode {
  readonly since: string;
  /** HTTP status when the whole request is refused with it; 200 where it only stands beside partial data. */
  readonly status: number;
  readonly retryable: boolean;
  readonly message: Bilingual;
}

/** The codes that a client can meet in `errors[].extensions.code`. */
export const ERROR_CODES = {
  BAD_USER_INPUT: code(200, false, "输入无效", "Invalid input"),
  INVALID_IDENTIFIER: code(200, false, "号码无效", "Invalid identifier"),
  AMBIGUOUS_IDENTIFIER: code(200, false, "号码有多种解读", "Ambiguous identifier"),
  BAD_QUERY: code(200, false, "查询式有误", "The query cannot be read", "0.2.0"),
  BAD_CURSOR: code(200, false, "游标无效", "Invalid cursor", "0.2.0"),
  UNAUTHENTICATED: code(200, false, "需要该平台的用户令牌", "This platform's own token is required"),
  FORBIDDEN: code(200, false, "无权访问", "Not allowed"),
  NODE_TIMEOUT: code(200, true, "节点未在期限内应答", "The node did not answer in time"),
  NODE_UNAVAILABLE: code(200, true, "节点不可用", "The node is unavailable"),
  NODE_BUSY: code(200, true, "节点繁忙", "The node is busy"),
  NODE_THROTTLED: code(200, true, "上游限流，稍后再试", "The upstream asks to slow down"),
  NODE_BAD_RESPONSE: code(200, true, "上游应答无法识别", "The upstream's answer could not be understood"),
  NODE_REJECTED: code(200, false, "上游拒绝了请求", "The upstream refused the request"),
  NODE_CANNOT_ANSWER: code(200, false, "节点不能按此条件查询", "The node cannot be asked for this", "0.2.0"),
  NODE_OFF: code(200, false, "该数据源未启用", "This source is switched off"),
  UPSTREAM_BUDGET_EXCEEDED: code(
    200,
    false,
    "本操作的上游调用次数已用尽，请缩小查询",
    "The operation has used up its upstream calls; ask for less",
  ),
  GRAPHQL_PARSE_FAILED: code(400, false, "GraphQL 语法错误", "GraphQL syntax error"),
  GRAPHQL_VALIDATION_FAILED: code(400, false, "GraphQL 校验失败", "GraphQL validation failed"),
  OPERATION_RESOLUTION_FAILURE: code(400, false, "找不到要执行的操作", "No such operation in the document"),
  // Clients of automatic persisted queries look for these very messages, whatever the language.
  PERSISTED_QUERY_NOT_FOUND: code(400, true, "PersistedQueryNotFound", "PersistedQueryNotFound", "0.2.0"),
  PERSISTED_QUERY_NOT_SUPPORTED: code(400, false, "PersistedQueryNotSupported", "PersistedQueryNotSupported", "0.2.0"),
  QUERY_NOT_IN_SAFELIST: code(
    403,
    false,
    "该文档不在允许清单中",
    "This document is not on the list of trusted ones",
    "0.2.0",
  ),
  BAD_REQUEST: code(400, false, "请求格式错误", "Malformed request"),
  NOT_FOUND: code(404, false, "没有这个地址", "There is nothing at this address"),
  REQUEST_TIMEOUT: code(408, true, "请求体接收超时", "The request body did not arrive in time"),
  REQUEST_TOO_LARGE: code(413, false, "请求体过大", "Request body too large"),
  UNSUPPORTED_MEDIA_TYPE: code(415, false, "不支持的内容类型", "Unsupported content type"),
  NOT_ACCEPTABLE: code(406, false, "不支持所要求的应答类型", "None of the accepted types can be given"),
  ADMIN_TOKEN_REQUIRED: code(401, false, "需要运营者令牌", "The operator's token is required"),
  ADMIN_CONFLICT: code(409, false, "目前状态下无法执行", "Not possible in the present state"),
  NODE_REFUSED: code(422, false, "节点不能接受", "The node cannot be taken as it is"),
  METHOD_NOT_ALLOWED: code(405, false, "不允许的 HTTP 方法", "HTTP method not allowed"),
  CSRF_REFUSED: code(400, false, "缺少防跨站请求所需的请求头", "A header that forces a CORS preflight is missing"),
  QUERY_TOO_LONG: code(400, false, "查询词元过多", "The document has too many tokens"),
  QUERY_TOO_LARGE: code(400, false, "展开片段后查询过大", "The document is too large once its fragments are expanded"),
  QUERY_TOO_DEEP: code(400, false, "查询嵌套过深", "The document is nested too deeply"),
  QUERY_TOO_MANY_ALIASES: code(400, false, "别名过多", "The document has too many aliases"),
  QUERY_TOO_MANY_ROOT_FIELDS: code(400, false, "根字段过多", "The document has too many root fields"),
  QUERY_TOO_COSTLY: code(400, false, "查询成本过高", "The query may cost too much"),
  INTROSPECTION_DISABLED: code(400, false, "内省已关闭", "Introspection is switched off"),
  DEADLINE_EXCEEDED: code(200, true, "超过请求期限", "The request's deadline has passed"),
  OVERLOADED: code(503, true, "服务繁忙，请稍后重试", "The hub has too much to do; try again later"),
  SHUTTING_DOWN: code(503, true, "服务正在关闭", "The hub is shutting down"),
  INTERNAL: code(500, false, "内部错误", "Internal error"),
} as const satisfies Record<string, ErrorCode>;

export type ErrorCodeName = keyof typeof ERROR_CODES;

/** The public code of an upstream failure. A server error of the upstream's is an outage, its 4xx a refusal. */
export function codeOfFailure(failure: UpstreamFailure): ErrorCodeName {
  if (failure.kind === "rejected" && failure.status >= 500) return "NODE_UNAVAILABLE";
  if (failure.kind === "login-required" && failure.isUsers !== true) return "NODE_BAD_RESPONSE";
  return FAILURE_CODES[failure.kind];
}

/** Upstream failure → public code. */
const FAILURE_CODES = {
  timeout: "NODE_TIMEOUT",
  unreachable: "NODE_UNAVAILABLE",
  rejected: "NODE_REJECTED",
  "rate-limited": "NODE_THROTTLED",
  "circuit-open": "NODE_UNAVAILABLE",
  malformed: "NODE_BAD_RESPONSE",
  "too-large": "NODE_BAD_RESPONSE",
  "login-required": "UNAUTHENTICATED",
  busy: "NODE_BUSY",
  off: "NODE_OFF",
  "over-budget": "UPSTREAM_BUDGET_EXCEEDED",
  aborted: "NODE_TIMEOUT",
} as const satisfies Record<UpstreamFailureKind, ErrorCodeName>;

function code(status: number, retryable: boolean, zh: string, en: string, since = "0.1.0"): ErrorCode {
  return { since, status, retryable, message: { zh, en } };
}
