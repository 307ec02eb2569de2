import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { extname } from "node:path";
import type { Reply } from "#gateway/http/reply.ts";
import type { Route } from "#gateway/http/route.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};

/**
 * The page may load what this hub serves and nothing else. Inline styles are Monaco's (it writes themes and positions
 * as style elements); data: is for GraphiQL's fonts and icons.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const NOT_BUILT = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>Chengyu IP Hub</title>
<p>控制台页面尚未构建，请运行 <code>npm run console</code> 后重新启动。接口在 <code>/graphql</code>。
<p lang="en">The console has not been built: run <code>npm run console</code> and start again. The API is at <code>/graphql</code>.`;

/** The page at `/` and its files, as they stand in `dist` at the start; without them, a page that says how to build it. */
export async function consoleRoutes(dist: URL = new URL("dist/", import.meta.url)): Promise<readonly Route[]> {
  const page = await readFile(new URL("index.html", dist), "utf8").catch(() => NOT_BUILT);
  const files = await readdir(new URL("assets/", dist)).catch(() => []);
  const assets = new Map(files.map((name) => [`/console/assets/${name}`, new URL(`assets/${name}`, dist)]));
  return [
    { name: "console", matches: (path) => path === "/", answer: (request) => answerPage(request, page) },
    {
      name: "console-asset",
      matches: (path) => assets.has(path),
      answer: (_, path) => answerAsset(assets.get(path), path),
    },
  ];
}

function answerPage(request: IncomingMessage, page: string): Reply {
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "cache-control": "no-cache",
    etag: `W/"${createHash("sha256").update(page).digest("base64url").slice(0, 22)}"`,
  };
  const isKnown = request.headers["if-none-match"]?.includes(headers.etag) === true;
  return isKnown ? { status: 304, headers, body: "" } : { status: 200, headers, body: page };
}

/** Names carry a hash of the content: what was fetched once is good for ever. */
async function answerAsset(file: URL | undefined, path: string): Promise<Reply> {
  if (file === undefined) throw new Error(`no asset at ${path}`);
  const headers = {
    "content-type": TYPES[extname(path)] ?? "application/octet-stream",
    "cache-control": "public, max-age=31536000, immutable",
  };
  return { status: 200, headers, body: await readFile(file) };
}
