import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Clock } from "#adapters/runtime/source.ts";

const WINDOW_MS = 10 * 60_000;
const REMEMBERED = 10_000;

export interface GatewayClient {
  readonly id: string;
  readonly secret: string;
}

/**
 * Checks requests to a gateway of the Shandong family: X-Client-Id, X-Timestamp (epoch milliseconds, ten minutes),
 * X-Nonce (never twice), X-Signature = Base64(HmacSHA256(id + timestamp + nonce)). Null = may pass, else why not.
 */
export function createSignatureCheck(
  clock: Clock,
  client: GatewayClient,
): (headers: IncomingHttpHeaders) => string | null {
  const used = new Set<string>();
  return (headers) => {
    const [id, timestamp, nonce, signature] = ["x-client-id", "x-timestamp", "x-nonce", "x-signature"].map((name) =>
      String(headers[name] ?? ""),
    ) as [string, string, string, string];
    if (id !== client.id) return "应用不存在";
    if (!(Math.abs(clock.now() - Number(timestamp || Number.NaN)) <= WINDOW_MS)) return "时间戳已过期";
    if (nonce === "" || used.has(nonce)) return "随机数重复";
    const due = createHmac("sha256", client.secret).update(`${id}${timestamp}${nonce}`).digest("base64");
    if (!isSame(due, signature)) return "签名错误";
    if (used.size >= REMEMBERED) used.clear();
    used.add(nonce);
    return null;
  };
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
