import type { UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { MAX_ANSWER_BYTES, TIME_LIMIT_MS } from "./ask-subgraph.ts";

/** Why a subgraph server gave no answer that could be read, in its owner's terms. */
export function tellSubgraphFailure(failure: UpstreamFailure): Bilingual {
  switch (failure.kind) {
    case "timeout":
    case "aborted":
      return { zh: `${TIME_LIMIT_MS / 1_000} 秒内没有应答`, en: `no answer within ${TIME_LIMIT_MS / 1_000} seconds` };
    case "unreachable":
      return { zh: "无法连接，或连接中断", en: "it cannot be reached, or the line breaks" };
    case "too-large":
      return {
        zh: `应答超过 ${MAX_ANSWER_BYTES / 1_048_576} MB`,
        en: `its answer is larger than ${MAX_ANSWER_BYTES / 1_048_576} MB`,
      };
    case "rejected":
      return tellStatus(failure.status);
    case "malformed":
      return {
        zh: `应答不是所问的 JSON（${failure.at}）`,
        en: `its answer is not the JSON that was asked for (${failure.at})`,
      };
    default:
      return { zh: failure.kind, en: failure.kind };
  }
}

function tellStatus(status: number): Bilingual {
  if (status === 401 || status === 403)
    return {
      zh: `拒绝枢纽的请求（${status}）；枢纽的请求只有签名，没有口令`,
      en: `it refuses the hub's requests (${status}); these are signed and bear no password`,
    };
  if (status >= 300 && status < 400)
    return {
      zh: `转到别处（${status}）；请写最终的网址`,
      en: `it leads elsewhere (${status}); give the final address`,
    };
  return { zh: `以 HTTP ${status} 应答，应为 200`, en: `it answers with HTTP ${status}; 200 is needed` };
}
