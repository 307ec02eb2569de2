import {
  decodeAnswer,
  FAULT_STATUSES,
  type OpsOutcome,
  type OpsReader,
} from "#adapters/epo-ops/decode/decode-answer.ts";
import type { CallContext, CallFunction, Sourced, UpstreamRequest } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { AccessToken } from "./access-token.ts";
import { tellOutcome } from "./tell-outcome.ts";
import type { Throttle } from "./throttle.ts";
import type { OpsService } from "./throttle-header.ts";

export interface OpsQuestion<T, R> {
  readonly operation: string;
  readonly service: OpsService;
  /** Below the REST base: "family/publication/docdb/EP.1000000.A1/legal". */
  readonly path: string;
  /** Hits asked for, 1-based and inclusive: "1-25". The guide calls the query parameter of that name a help for testing. */
  readonly range?: string;
  /** Numbers of a bulk request, posted as text. */
  readonly body?: string;
  readonly reader: OpsReader<T, R>;
}

export type AskOps = <T, R>(question: OpsQuestion<T, R>, context: CallContext) => Promise<Sourced<OpsOutcome<T>>>;

export interface AskOptions {
  readonly baseUrl: string;
  readonly call: CallFunction;
  readonly token: AccessToken;
  readonly throttle: Throttle;
}

/** Asks the REST services with the registration's token; a token refused before its time is renewed once, silently. */
export function createAskOps({ baseUrl, call, token, throttle }: AskOptions): AskOps {
  const { source } = throttle;
  const send = async <T, R>(question: OpsQuestion<T, R>, bearer: string, context: CallContext) => {
    const end = throttle.leave(question.service, keyOf(question));
    try {
      return await call(toRequest(question, `${baseUrl}/rest-services/${question.path}`, bearer, throttle), context);
    } finally {
      end();
    }
  };
  const ask: AskOps = async (question, context) => {
    throttle.assertFree(question.service, keyOf(question));
    const bearer = await token.get(context);
    const answer = await send(question, bearer, context);
    if (answer.value.kind !== "token-refused") return answer;
    token.discard(bearer);
    const second = await send(question, await token.get(context), context);
    if (second.value.kind !== "token-refused") return second;
    throw new UpstreamError(source, { kind: "rejected", status: 400, reason: "invalid_access_token" });
  };
  return (question, context) =>
    tellOutcome({ source, operation: question.operation }, context, (told) => ask(question, told));
}

/** Equal questions under way are one request. */
function keyOf({ path, range, body }: Pick<OpsQuestion<unknown, unknown>, "path" | "range" | "body">): string {
  return `${path} ${range ?? ""} ${body ?? ""}`;
}

function toRequest<T, R>(
  question: OpsQuestion<T, R>,
  url: string,
  bearer: string,
  throttle: Throttle,
): UpstreamRequest<OpsOutcome<T>> {
  const { operation, body, range, reader } = question;
  const headers = {
    accept: "application/xml",
    authorization: `Bearer ${bearer}`,
    ...(range === undefined ? {} : { "x-ops-range": range }),
  };
  return {
    operation,
    url,
    ...(body === undefined
      ? { method: "GET", headers }
      : { method: "POST", body, headers: { ...headers, "content-type": "text/plain" } }),
    decode: decodeAnswer(throttle.source, reader),
    pauseOn: (answer) => throttle.note(question.service, answer),
    accept: FAULT_STATUSES,
    safe: true,
  };
}
