import type { IncomingHttpHeaders } from "node:http";
import type { PolicyHints } from "#gateway/cache/answer-policy.ts";

/** How a subgraph allows its answer to be kept by a shared cache (RFC 9111, 5.2.2); without a word of it, not at all. */
export function readCacheControl(headers: IncomingHttpHeaders): PolicyHints {
  const directives = readDirectives(headers["cache-control"] ?? "");
  const isPrivate = directives.has("private");
  if (directives.has("no-store") || directives.has("no-cache")) return { ttlMs: 0, isPrivate };
  const seconds = Number(directives.get("s-maxage") ?? directives.get("max-age") ?? 0);
  const left = seconds - Math.max(0, Number(headers.age ?? 0));
  // What is no number allows nothing.
  return { ttlMs: left > 0 ? left * 1_000 : 0, isPrivate };
}

function readDirectives(header: string): ReadonlyMap<string, string> {
  return new Map(
    header.split(",").map((part) => {
      const [name = "", value = ""] = part.split("=", 2).map((text) => text.trim());
      return [name.toLowerCase(), value.replace(/^"(.*)"$/, "$1")];
    }),
  );
}
