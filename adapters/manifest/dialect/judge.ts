import type { SourceFormat } from "#adapters/manifest/format/source-format.ts";
import { compileExpression, type Expression } from "#adapters/manifest/mapping/expressions.ts";
import { LoginRequiredError, UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import type { AnswerView } from "./answer-view.ts";
import { toMs } from "./duration.ts";

/** What an answer's status, headers and body say: read on, nothing there, or a failure (thrown). */
export interface AnswerJudge {
  /** Throws LoginRequiredError, UpstreamError. Of an answer that could not be read only its faults are looked for. */
  judge(view: AnswerView, options?: JudgeOptions): "read" | "nothing";
}

interface JudgeOptions {
  readonly isUnread?: boolean;
  /** A bare 404 is a wrong address, not an absence: a list is there though nothing be in it. An owner's own rule stands above. */
  readonly isDue?: boolean;
}

/** Statuses that a source may use to say something in its own words; others are the pipeline's own. */
export const SPEAKING_STATUSES = [400, 401, 403, 404, 405, 409, 410, 412, 418, 422, 451, 500] as const;

/** A source that names no pause is left alone for so long. */
const PAUSE_MS = 60_000;

type ErrorRule = SourceFormat["errors"][number];

export function answerJudge(
  { errors, success }: Pick<SourceFormat, "errors" | "success">,
  source: string,
): AnswerJudge {
  const rules = errors.map((rule, index) => ({ rule, index, when: condition(rule.when) }));
  const isGood = success === undefined ? null : condition(success);
  return {
    judge: (view, { isUnread = false, isDue = false } = {}) => {
      const found = rules.find(({ when }) => when.holds(view));
      if (found !== undefined) return failAs(found.rule, `errors[${found.index}]`, { status: view.status, source });
      const { status } = view;
      if (status === 401) throw new LoginRequiredError("status 401");
      if (!isDue && (status === 404 || status === 410)) return "nothing";
      if (status < 200 || status > 299) throw new UpstreamError(source, { kind: "rejected", status });
      if (!isUnread && isGood !== null && !isGood.holds(view)) {
        throw new UpstreamError(source, { kind: "rejected", status, reason: "success is not true" });
      }
      return "read";
    },
  };
}

interface Told {
  readonly status: number;
  readonly source: string;
}

function failAs({ kind, retryAfter }: ErrorRule, reason: string, { status, source }: Told): "nothing" {
  const fail = (failure: UpstreamFailure): never => {
    throw new UpstreamError(source, failure);
  };
  const retryAfterMs = retryAfter === undefined ? null : toMs(retryAfter);
  switch (kind) {
    case "not-found":
      return "nothing";
    case "login-required":
      throw new LoginRequiredError(reason);
    case "rate-limited":
      return fail({ kind: "rate-limited", retryAfterMs: retryAfterMs ?? PAUSE_MS });
    case "maintenance":
      // With a time to wait the whole host is left alone for it.
      if (retryAfterMs !== null) return fail({ kind: "rate-limited", retryAfterMs });
      return fail({ kind: "unreachable", reason: "maintenance" });
    case "rejected":
      return fail({ kind: "rejected", status, reason });
  }
}

const VARIABLES = ["body", "status", "headers"] as const;

/** The reader of manifests refuses what does not compile; what comes past it fails at once. */
export function condition(text: string): Expression {
  // What it does not name is not made ready for it: a body may be large.
  const compiled = compileExpression(
    text,
    VARIABLES.filter((name) => text.includes(name)),
  );
  if (!compiled.ok) throw new TypeError(`Expression ${text.slice(0, 60)}: ${compiled.reason}`);
  return compiled.expression;
}
