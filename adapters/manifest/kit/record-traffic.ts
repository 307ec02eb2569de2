import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { SourceFormat } from "#adapters/manifest/format/source-format.ts";
import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import type { GateUser, SourceGate } from "#adapters/runtime/call/source-gate.ts";
import { issuedSecrets } from "./issued-secrets.ts";
import { closeHere, listenHere } from "./local-server.ts";
import { pointSources, type SourceOrigins } from "./point-sources.ts";
import { ORIGIN_PLACE, toBody, writeRecording } from "./recording.ts";
import { redactBytes, redactText } from "./redact.ts";

export interface Traffic extends AsyncDisposable {
  /** The manifest with its sources leading here. */
  readonly manifest: Manifest;
  /** Where the sources are asked behind this: sources of one host keep one pace. */
  readonly gates?: HostGates;
  /** Questions that nobody was there to answer: none was recorded. */
  readonly missed?: ReadonlySet<string>;
}

export interface RecordOptions {
  readonly folder: string;
  /** Values by name; they are replaced in whatever is kept, and so is what a source gives to whoever logs in. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** Hop by hop, or of another length than what is passed on. */
const NOT_PASSED: ReadonlySet<string> = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "host",
  "keep-alive",
  "transfer-encoding",
  "accept-encoding",
]);

/** Stands between a manifest and its sources and keeps what is said, in order. */
export async function recordTraffic(manifest: Manifest, { folder, secrets: told }: RecordOptions): Promise<Traffic> {
  const secrets = new Map(told);
  let number = 0;
  const hosts = new Map<string, string>();
  await using servers = new AsyncDisposableStack();
  const standBefore = async (source: string, real: string): Promise<string> => {
    let here = "";
    const server = createServer((request, response) => {
      number += 1;
      const way = { folder, secrets, real, here, source, format: manifest.sources[source], number };
      pass(request, response, way).catch(() => response.destroy());
    });
    here = await listenHere(server);
    hosts.set(new URL(here).host, new URL(real).host);
    servers.defer(() => closeHere(server));
    return here;
  };
  const origins = new Map<string, SourceOrigins>();
  for (const [source, { baseUrl, snapshot, authentication }] of Object.entries(manifest.sources)) {
    if (snapshot !== undefined) continue;
    const real = new URL(baseUrl).origin;
    const base = await standBefore(source, real);
    const realToken = authentication.type === "oauth2" ? new URL(authentication.tokenUrl).origin : real;
    origins.set(source, { base, token: realToken === real ? base : await standBefore(source, realToken) });
  }
  const opened = servers.move();
  return {
    gates: new GatesBehind(hosts),
    manifest: pointSources(manifest, (source) => origins.get(source) ?? { base: "", token: "" }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Every source is asked through a server of its own here; its gate is that of the host behind it. */
class GatesBehind extends HostGates {
  readonly #hosts: ReadonlyMap<string, string>;

  constructor(hosts: ReadonlyMap<string, string>) {
    super();
    this.#hosts = hosts;
  }

  override gateFor(host: string, user: GateUser): SourceGate {
    return super.gateFor(this.#hosts.get(host) ?? host, user);
  }
}

interface Way {
  readonly folder: string;
  /** Grows by what the source gives to whoever logs in. */
  readonly secrets: Map<string, string>;
  readonly format: SourceFormat | undefined;
  readonly real: string;
  readonly here: string;
  readonly source: string;
  readonly number: number;
}

async function pass(request: IncomingMessage, response: ServerResponse, way: Way): Promise<void> {
  const { real, here, source, number, folder, secrets, format } = way;
  const method = request.method === "POST" ? "POST" : "GET";
  const target = request.url ?? "/";
  const left = new AbortController();
  response.once("close", () => left.abort());
  const asked = await buffer(request);
  const answer = await fetch(real + target, {
    method,
    signal: left.signal,
    headers: passedOn(Object.entries(request.headers)),
    redirect: "manual",
    ...(method === "POST" ? { body: asked } : {}),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const headers = passedOn([...answer.headers]);
  const cookies = answer.headers.getSetCookie();
  const issued =
    format === undefined ? [] : await issuedSecrets(format, { target, status: answer.status, bytes, cookies });
  for (const value of issued.slice(0, MOST_ISSUED)) keepSecret(secrets, value);
  const moved = (text: string) => text.replaceAll(real, here);
  const kept = (text: string) => redactText(text.replaceAll(real, ORIGIN_PLACE), secrets);
  const keptBytes = (said: Buffer) =>
    redactBytes(Buffer.from(said.toString("latin1").replaceAll(real, ORIGIN_PLACE), "latin1"), secrets);
  await writeRecording(folder, number, {
    source,
    method,
    target: kept(target),
    body: method === "POST" ? keptBytes(asked).toString("latin1") : null,
    status: answer.status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, keptHeader(name, kept(value))])),
    ...toBody(keptBytes(bytes)),
  });
  const own = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, moved(value)]));
  response.writeHead(answer.status, cookies.length === 0 ? own : { ...own, "set-cookie": cookies });
  response.end(Buffer.from(moved(bytes.toString("latin1")), "latin1"));
}

/** Of one answer. */
const MOST_ISSUED = 20;

function keepSecret(secrets: Map<string, string>, value: string): void {
  if (![...secrets.values()].includes(value)) secrets.set(`ISSUED_${secrets.size + 1}`, value);
}

function passedOn(headers: readonly (readonly [string, unknown])[]): Record<string, string> {
  return Object.fromEntries(
    headers.flatMap(([name, value]) => (typeof value === "string" && !NOT_PASSED.has(name) ? [[name, value]] : [])),
  );
}

/** A session is nobody's business. */
function keptHeader(name: string, value: string): string {
  return name === "set-cookie" ? value.replace(/=[^;,]*/, "=recorded") : value;
}
