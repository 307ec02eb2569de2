import type { UpstreamFailure } from "#schema/error-codes.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";

/** What went wrong with a source, in the terms of whoever wrote its manifest. */
export function failureWords(failure: UpstreamFailure): Bilingual {
  switch (failure.kind) {
    case "timeout":
      return { zh: `等了太久（${failure.phase}）`, en: `no answer in time (${failure.phase})` };
    case "unreachable":
      return { zh: `连不上（${failure.reason}）`, en: `cannot be reached (${failure.reason})` };
    case "rejected":
      return rejected(failure);
    case "rate-limited": {
      const seconds = Math.ceil(failure.retryAfterMs / 1_000);
      return { zh: `要求放慢，${seconds} 秒后再来`, en: `asks to slow down and to come back in ${seconds} s` };
    }
    case "malformed":
      return malformed(failure.at);
    case "login-required":
      return {
        zh: "给出的是登录页：检查 authentication（request、loggedIn、lasts）",
        en: "shows its log-in page: see authentication (request, loggedIn, lasts)",
      };
    default:
      return { zh: failure.kind, en: failure.kind };
  }
}

function rejected({ status, reason }: Extract<UpstreamFailure, { readonly kind: "rejected" }>): Bilingual {
  const why = reason === undefined ? "" : ` (${reason})`;
  if (status !== 404 && status !== 410) return { zh: `拒绝了请求，${status}${why}`, en: `refused, ${status}${why}` };
  return {
    zh: `没有这个网址，${status}：检查 baseUrl 与 path`,
    en: `there is no such address, ${status}: see baseUrl and path`,
  };
}

/** As decoders tell it: `no data.list`, `neither tr nor #total`, or anything else. */
function malformed(at: string): Bilingual {
  const [, first = "", second] = /^no (.+)$/s.exec(at) ?? /^neither (.+) nor (.+)$/s.exec(at) ?? [];
  if (first === "") return { zh: `应答读不出（${at}）`, en: `the answer cannot be read (${at})` };
  return second === undefined
    ? { zh: `应答中没有 ${first}`, en: `the answer has no ${first}` }
    : { zh: `应答中既没有 ${first}，也没有 ${second}`, en: `the answer has neither ${first} nor ${second}` };
}
