import type { AnswerHints } from "#gateway/engine/subgraph.ts";

/** No answer is given longer past its time, whatever its subgraph says. */
const MAX_STALE_MS = 24 * 3_600_000;

/**
 * How a subgraph allows its answer to be kept by a shared cache (RFC 9111, 5.2.2), and given past its time (RFC 5861);
 * without a word of it, not at all.
 */
export function readCacheControl(headers: Readonly<Record<string, string | undefined>>): AnswerHints {
  const header = headers["cache-control"];
  if (header === undefined) return NOT_KEPT;
  const directives = readDirectives(header);
  const isPrivate = directives.has("private");
  if (directives.has("no-store") || directives.has("no-cache")) return { ttlMs: 0, isPrivate };
  const seconds = Number(directives.get("s-maxage") ?? directives.get("max-age") ?? 0);
  const ageMs = Math.max(0, Number(headers["age"] ?? 0)) * 1_000;
  const leftMs = seconds * 1_000 - ageMs;
  // What is no number allows nothing.
  const ttlMs = Number.isNaN(leftMs) ? 0 : Math.max(0, leftMs);
  const hints = { ttlMs, isPrivate, ...(ageMs > 0 ? { ageMs } : {}) };
  if (isPrivate || FORBIDDING_STALE.some((name) => directives.has(name))) return hints;
  const staleMs = (name: string) => {
    const ms = Number(directives.get(name) ?? 0) * 1_000 + Math.min(0, leftMs);
    return ms > 0 ? Math.min(ms, MAX_STALE_MS) : undefined;
  };
  const [staleWhileRevalidateMs, staleIfErrorMs] = [staleMs("stale-while-revalidate"), staleMs("stale-if-error")];
  return { ...hints, staleWhileRevalidateMs, staleIfErrorMs };
}

const NOT_KEPT: AnswerHints = { ttlMs: 0, isPrivate: false };

/** `s-maxage` alone forbids it as well; beside it the explicit word counts, as proxies have it. */
const FORBIDDING_STALE = ["must-revalidate", "proxy-revalidate"];

function readDirectives(header: string): ReadonlyMap<string, string> {
  return new Map(
    header.split(",").map((part) => {
      const [name = "", value = ""] = part.split("=", 2).map((text) => text.trim());
      return [name.toLowerCase(), value.replace(/^"(.*)"$/, "$1")];
    }),
  );
}
