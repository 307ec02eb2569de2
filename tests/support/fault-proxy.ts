import type { ServerResponse } from "node:http";
import { Agent } from "undici";
import { createRandom } from "#adapters/runtime/sandbox/world/random.ts";
import type { ProxyFault, RelayedAnswer } from "./proxy-faults.ts";
import { type ReceivedRequest, startUpstream, type TestUpstream } from "./start-upstream.ts";

/** Chooses what becomes of a request; null lets it through. */
export type Decide = (request: ReceivedRequest) => ProxyFault | null;

/** Stands between a source and its upstream, on loopback, and does to requests what `obey` was told; nothing at first. */
export interface FaultProxy extends AsyncDisposable {
  /** What the source connects to; it lists all requests with the time of each. */
  readonly front: Omit<TestUpstream, "answer" | typeof Symbol.asyncDispose>;
  obey(decide: Decide): void;
  /** Lets everything through again. */
  heal(): void;
  /** How many requests met which fault, by its name. */
  readonly met: ReadonlyMap<string, number>;
}

export interface FaultRule {
  readonly fault: ProxyFault;
  /** Only requests whose path begins so; absent = all. */
  readonly path?: string;
  /** Which of those, counted from 1; absent = every one. */
  readonly nth?: (count: number) => boolean;
}

/** The first rule that fits decides. */
export function scripted(...rules: readonly FaultRule[]): Decide {
  const counts = rules.map(() => 0);
  return ({ path }) => {
    for (const [index, rule] of rules.entries()) {
      if (!path.startsWith(rule.path ?? "/")) continue;
      const count = (counts[index] ?? 0) + 1;
      counts[index] = count;
      if (rule.nth === undefined || rule.nth(count)) return rule.fault;
    }
    return null;
  };
}

export interface Odds {
  readonly fault: ProxyFault;
  /** Of all requests, from 0 to 1. */
  readonly probability: number;
}

/** Faults by chance: the same seed meets the n-th request with the same fault in every run. */
export function randomly(seed: number, odds: readonly Odds[]): Decide {
  const random = createRandom(seed, "faults");
  return () => {
    let drawn = random.next();
    for (const { fault, probability } of odds) {
      if (drawn < probability) return fault;
      drawn -= probability;
    }
    return null;
  };
}

/** Starts a proxy in front of the server at that address ("http://127.0.0.1:PORT"). */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const agent = new Agent();
  const met = new Map<string, number>();
  let decide: Decide = () => null;
  const front = await startUpstream((request, response) => {
    const fault = decide(request);
    if (fault !== null) met.set(fault.name, (met.get(fault.name) ?? 0) + 1);
    return pass(request, response, { fault, target, agent });
  });
  return {
    front,
    met,
    obey: (next) => {
      decide = next;
    },
    heal: () => {
      decide = () => null;
    },
    [Symbol.asyncDispose]: async () => {
      await front[Symbol.asyncDispose]();
      await agent.destroy();
    },
  };
}

interface Way {
  readonly fault: ProxyFault | null;
  readonly target: string;
  readonly agent: Agent;
}

async function pass(request: ReceivedRequest, response: ServerResponse, { fault, target, agent }: Way): Promise<void> {
  if (fault?.kind === "answer") return fault.handler(request, response);
  if (fault?.kind === "delay") await wait(fault.delayMs);
  const answer = response.destroyed ? null : await relay(request, response, target, agent);
  if (response.destroyed) return;
  if (answer === null) return void response.socket?.destroy();
  if (fault?.kind === "spoil") return fault.spoil(answer, response);
  response.writeHead(answer.status, { ...answer.headers, "content-length": answer.body.length }).end(answer.body);
}

/** Headers that belong to one connection, and those that the proxy writes itself. */
const NOT_RELAYED = new Set(["connection", "keep-alive", "transfer-encoding", "content-length", "date"]);

/** The upstream's own answer; null when it gave none or the source has left. */
async function relay(
  request: ReceivedRequest,
  response: ServerResponse,
  target: string,
  agent: Agent,
): Promise<RelayedAnswer | null> {
  const gone = new AbortController();
  const onClose = () => gone.abort();
  response.once("close", onClose);
  try {
    const { statusCode, headers, body } = await agent.request({
      origin: target,
      path: request.path,
      method: request.method === "POST" ? "POST" : "GET",
      headers: relayed(request.headers),
      body: request.body.length === 0 ? null : request.body,
      signal: gone.signal,
    });
    return { status: statusCode, headers: relayed(headers), body: Buffer.from(await body.arrayBuffer()) };
  } catch {
    return null;
  } finally {
    response.off("close", onClose);
  }
}

function relayed(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || NOT_RELAYED.has(name) ? [] : [[name, value]],
    ),
  );
}

function wait(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
