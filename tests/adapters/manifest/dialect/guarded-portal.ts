import type { Logger } from "#adapters/runtime/logger.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { type ManifestBench, manifestFor, startManifest } from "#tests/support/manifest-client.ts";
import { jsonReply, LOGIN_REPLY, numberedRows, type PortalPage, startPortal } from "#tests/support/portal-server.ts";

export const SECRETS = { KEY: "key-of-the-hub", SECRET: "secret-of-the-hub", USER: "hub", PASSWORD: "pass word&1" };
/** A list in JSON, ten rows a page. */
export const KIND = {
  list: {
    request: { path: "/list", query: { page: "{page}" } },
    decode: { format: "json", rows: "rows", total: "total" },
    paging: { type: "page", size: 10 },
  },
};
const ROWS = jsonReply({ rows: numberedRows(3), total: 3 });

/** A portal whose list answers only who is known to it. */
export async function startGuarded(
  isKnown: (question: Parameters<PortalPage>[0]) => boolean,
  further: Readonly<Record<string, PortalPage>> = {},
) {
  return startPortal({ "/list": (question) => (isKnown(question) ? ROWS : LOGIN_REPLY), ...further });
}

/** The hub's way to it. */
export function openSource(
  url: string,
  authentication: unknown,
  source: Readonly<Record<string, unknown>> = {},
  logger?: Logger,
): Promise<ManifestBench> {
  const manifest = manifestFor(url, { source: { authentication, ...source }, kind: KIND });
  return startManifest(manifest, { secrets: SECRETS, runtime: logger === undefined ? {} : { logger } });
}

/** The first page of its list, or a window of it. */
export function listRows({ client }: ManifestBench, context = createCallContext(), offset = 0) {
  return client.list("LISTING", { words: {}, offset, limit: 10 }, context);
}

export const HAS_ALL = { total: 3, relation: "EXACT" };
