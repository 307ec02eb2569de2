import type { UpstreamFailure } from "./error-codes.ts";
import type { Bilingual } from "./ids/parsed.ts";

/** Why a source is left alone by a rule of its own, and no wish that its host spoke today. */
export interface OwnRest {
  readonly why: RestReason;
  /** Time of day in Asia/Shanghai at which it may be asked again: "06:00"; "24:00" is midnight. */
  readonly until: string;
}

export type RestReason = "QUIET_HOURS" | "DAILY_QUOTA";

export interface FailureReason {
  readonly code: RestReason;
  readonly message: Bilingual;
}

/** What a client may know beside the code; the message stands by itself. */
export function reasonOfFailure(failure: UpstreamFailure): FailureReason | undefined {
  if (failure.kind !== "rate-limited" || failure.rest === undefined) return undefined;
  const { why, until } = failure.rest;
  return { code: why, message: MESSAGES[why](until) };
}

/** It says all: no "the upstream asks to slow down" before it, for it does not. */
export function isRestReason(code: string | undefined): boolean {
  return code !== undefined && Object.hasOwn(MESSAGES, code);
}

const MESSAGES: Readonly<Record<RestReason, (until: string) => Bilingual>> = {
  QUIET_HOURS: (until) => ({
    zh: `所有者规定的安静时段，至 ${until}（北京时间）`,
    en: `the owner's quiet hours, until ${until} (Asia/Shanghai)`,
  }),
  DAILY_QUOTA: (until) => ({
    zh: `今日的访问次数已用尽，至 ${until}（北京时间）`,
    en: `today's calls are used up, until ${until} (Asia/Shanghai)`,
  }),
};
