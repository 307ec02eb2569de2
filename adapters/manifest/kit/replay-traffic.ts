import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { closeHere, listenHere } from "./local-server.ts";
import { HURRIED, pointSources } from "./point-sources.ts";
import type { Traffic } from "./record-traffic.ts";
import { bytesOf, ORIGIN_PLACE, type Recording } from "./recording.ts";

const MOST_MISSED = 20;

/** Stands in for a manifest's sources with what was recorded of them; what was never asked is 404. */
export async function replayTraffic(manifest: Manifest, recordings: readonly Recording[]): Promise<Traffic> {
  const origins = new Map<string, string>();
  const missed = new Set<string>();
  await using servers = new AsyncDisposableStack();
  for (const source of Object.keys(manifest.sources)) {
    const own = recordings.filter((recording) => recording.source === source);
    const server = createServer((request, response) => {
      const here = origins.get(source) ?? "";
      buffer(request).then(
        (body) => {
          const asked = { method: request.method ?? "GET", target: request.url ?? "/", body: body.toString("latin1") };
          const found = findRecording(own, asked);
          if (found === undefined) {
            if (missed.size < MOST_MISSED) missed.add(`${asked.method} ${asked.target.slice(0, 200)}`);
            return response.writeHead(404).end("not recorded");
          }
          const bytes = Buffer.from(bytesOf(found).toString("latin1").replaceAll(ORIGIN_PLACE, here), "latin1");
          const headers = Object.entries(found.headers).map(([name, value]) => [
            name,
            value.replaceAll(ORIGIN_PLACE, here),
          ]);
          return response.writeHead(found.status, Object.fromEntries(headers)).end(bytes);
        },
        () => response.destroy(),
      );
    });
    origins.set(source, await listenHere(server));
    servers.defer(() => closeHere(server));
  }
  const opened = servers.move();
  return {
    manifest: pointSources(manifest, (source) => origins.get(source) ?? "", HURRIED),
    missed,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

interface AskedAgain {
  readonly method: string;
  readonly target: string;
  readonly body: string;
}

/** The one that was asked in the same words; else, of those with the same parameters but for what changes from call to call, the nearest. */
export function findRecording(recordings: readonly Recording[], asked: AskedAgain): Recording | undefined {
  const wanted = partsOf(asked.target, asked.body);
  let best: { readonly recording: Recording; readonly score: number } | undefined;
  for (const recording of recordings) {
    if (recording.method !== asked.method) continue;
    const parts = partsOf(recording.target, recording.body ?? "");
    if (parts.path !== wanted.path) continue;
    const score = likeness(parts.words, wanted.words);
    if (score !== undefined && (best === undefined || score > best.score)) best = { recording, score };
  }
  return best?.recording;
}

interface Parts {
  readonly path: string;
  readonly words: ReadonlyMap<string, string>;
}

function partsOf(target: string, body: string): Parts {
  const [path = "", query = ""] = target.split("?", 2);
  const words = new Map(new URLSearchParams(query));
  if (body !== "" && /^[^=&\s<{]+=/.test(body))
    for (const [name, value] of new URLSearchParams(body)) words.set(`body ${name}`, value);
  else if (body !== "") words.set("body", body);
  return { path, words };
}

/** Timestamps, nonces, signatures, tokens: long, and of no meaning for the answer. */
const PASSING = /sign|nonce|time|stamp|token|ticket|session|_t$|^t$|^_$|VIEWSTATE|EVENTVALIDATION|callback/i;

/** Undefined where they ask for different things. */
function likeness(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): number | undefined {
  const names = new Set([...one.keys(), ...other.keys()]);
  let score = 0;
  for (const name of names) {
    if (one.get(name) === other.get(name)) score += 1;
    else if (!PASSING.test(name)) return undefined;
  }
  return score;
}
