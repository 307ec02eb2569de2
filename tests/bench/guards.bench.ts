import { once } from "node:events";
import type { Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import { buildSchema, parse, validate } from "graphql";
import { createGuard } from "#gateway/guard/create-guard.ts";
import { GUARD_SETTINGS } from "#gateway/guard/guard-settings.ts";
import { FRONT_SETTINGS } from "#gateway/http/front-settings.ts";
import { nestedFragments } from "#tests/gateway/guard/attack-corpus.ts";
import { openRaw } from "#tests/support/raw-http.ts";
import { type StartedFront, startFront } from "#tests/support/start-front.ts";
import { atLeast, atMost, type Bench, exactly, type Figure } from "./bench.ts";
import { bytesHeld, bytesOfGuard, inTurn, medianMs } from "./measure.ts";

const LIMIT_MS = 20;
const LIMIT_BYTES = 5 * 1024 * 1024;
const ROUNDS = 9;
const GUARD = GUARD_SETTINGS.parse({});
const { bodyLimit: BODY_LIMIT } = FRONT_SETTINGS.parse({});

const ALIASES = `{ ${Array.from({ length: 10_000 }, (_, index) => `a${index}: hello`).join(" ")} }`;
const POWERS = [14, 18, 22, 26, 30] as const;
const HEAD =
  "POST /graphql HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
const CHUNK = `10000\r\n${"x".repeat(65_536)}\r\n`;

/** RELIABILITY 22 to 24: hostile documents and bodies are refused soon and cheaply. */
export const bench: Bench = {
  summary: "10,000 aliases, nested fragments 2^14 to 2^30 and a body without end: refused soon and cheaply",
  run: async () => {
    await using front = await startFront();
    await inTurn([1, 2, 3], () => front.post("{ hello }"));
    return [
      ...(await hostile(front, "10,000 aliases", ALIASES)),
      ...(await inTurn(POWERS, (power) => hostile(front, `fragments 2^${power}`, nestedFragments(power)))).flat(),
      await besideStock(),
      ...(await endlessBody(front)),
    ];
  },
};

async function hostile(front: StartedFront, name: string, query: string): Promise<readonly Figure[]> {
  let status = 0;
  const ms = await medianMs(ROUNDS, async () => {
    const response = await front.post(query);
    await response.arrayBuffer();
    status = response.status;
  });
  return [
    { what: `${name}: status`, unit: "", promised: exactly(400), measured: status },
    { what: `${name}: answered over HTTP after`, unit: "ms", promised: atMost(LIMIT_MS), measured: ms },
    {
      what: `${name}: memory of the guard`,
      unit: "bytes",
      promised: atMost(LIMIT_BYTES),
      measured: await bytesOfGuard(query),
    },
  ];
}

/** One document before graphql-js alone and before the guard, in one run. */
async function besideStock(): Promise<Figure> {
  const schema = buildSchema("type Query { hello: String }");
  const stock = await medianMs(ROUNDS, () => validate(schema, parse(ALIASES)));
  const guarded = await medianMs(ROUNDS, () => createGuard(GUARD).checkDocument(ALIASES));
  const what = "10,000 aliases: graphql-js's parse and validation : guard";
  return { what, unit: "×", promised: atLeast(10), measured: stock / guarded };
}

/** A body in chunks that announces no length, sent on and on: how soon it is refused, and what is held of it then. */
async function endlessBody({ port }: StartedFront): Promise<readonly Figure[]> {
  const bodies = await inTurn([1, 2, 3], () => sendEndlessBody(port));
  const most = (pick: (body: EndlessBody) => number) => Math.max(...bodies.map(pick));
  // The sender's own buffers are in the same heap: the least of three tells what the hub holds.
  const held = Math.min(...bodies.map((body) => body.held)) / BODY_LIMIT;
  return [
    { what: "body without end: status", unit: "", promised: exactly(413), measured: most(({ status }) => status) },
    { what: "body without end: answered after", unit: "ms", promised: atMost(100), measured: most(({ ms }) => ms) },
    { what: "body without end: held : limit", unit: "×", promised: atMost(2), measured: held },
  ];
}

interface EndlessBody {
  readonly status: number;
  readonly ms: number;
  readonly held: number;
}

async function sendEndlessBody(port: number): Promise<EndlessBody> {
  using raw = await openRaw(port);
  const refused = once(raw.socket, "data");
  const before = bytesHeld();
  const startedAt = performance.now();
  raw.send(HEAD);
  const sending = sendUntilClosed(raw.socket);
  await refused;
  const ms = performance.now() - startedAt;
  const held = Math.max(0, bytesHeld() - before);
  await sending;
  return { status: Number(/^HTTP\/1.1 (\d+)/.exec(await raw.answer)?.[1]), ms, held };
}

async function sendUntilClosed(socket: Socket): Promise<void> {
  while (!socket.destroyed) {
    if (socket.write(CHUNK)) await setImmediate();
    else await Promise.race([once(socket, "drain"), once(socket, "close")]);
  }
}
