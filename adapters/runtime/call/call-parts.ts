import type { Agent } from "undici";
import { type Logger, SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import type { Politeness } from "#adapters/runtime/politeness.ts";
import { SYSTEM_TIMER, type Timer } from "#adapters/runtime/timer.ts";
import { AnswerCache, type AnswerCacheLimits, DEFAULT_CACHE_LIMITS } from "./answer-cache.ts";
import { createAgent } from "./exchange.ts";
import { Flights } from "./flights.ts";
import { HealthRecord } from "./health-record.ts";
import { HostGates } from "./host-gates.ts";
import type { Hosts } from "./hosts.ts";
import { NO_METRICS, type UpstreamMetrics } from "./metrics.ts";
import { type Doors, RefreshLine } from "./refresh-line.ts";
import { RetryBudget } from "./retry-budget.ts";
import type { SourceGate } from "./source-gate.ts";
import { readStanding, type SourceStanding } from "./source-standing.ts";

export interface CallOptions {
  readonly source: string;
  readonly politeness: Politeness;
  /** Hosts that the operator configured for this source, as URL.host; nothing else is ever connected to. */
  readonly allowHosts: readonly string[];
  /** Hosts that the source's owner named; connected to at public addresses only. */
  readonly toldHosts?: readonly string[];
  /** Shared by all sources of a process, so that two sources on one host keep to one pace. */
  readonly gates?: HostGates;
  readonly timer?: Timer;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  readonly logger?: Logger;
  readonly metrics?: UpstreamMetrics;
  readonly userAgent?: string;
  readonly cacheLimits?: AnswerCacheLimits;
}

/** What one source's pipeline works with. */
export interface CallParts {
  readonly source: string;
  readonly politeness: Politeness;
  readonly hosts: Hosts;
  readonly gates: HostGates;
  readonly timer: Timer;
  readonly random: () => number;
  readonly logger: Logger;
  readonly metrics: UpstreamMetrics;
  readonly userAgent: string;
  readonly agent: Agent;
  readonly cache: AnswerCache;
  readonly flights: Flights;
  readonly retryBudget: RetryBudget;
  readonly health: HealthRecord;
  readonly refreshes: RefreshLine;
  /** The gates of its own hosts. */
  readonly ways: readonly SourceGate[];
  /** Where the source stands with them. */
  readonly standing: () => SourceStanding;
  /** Ends the reports of its standing. */
  readonly unwatch: () => void;
}

/** Says who asks, so that a portal's operator can tell and write. */
const USER_AGENT = "chengyu-ip-hub/0.1 (federated IP-service hub; polite by default)";

export function createCallParts(options: CallOptions): CallParts {
  const { source, politeness, timer = SYSTEM_TIMER } = options;
  const hosts = {
    own: new Set(options.allowHosts),
    told: new Set(options.toldHosts),
    redirect: new Set(politeness.redirectHosts),
  };
  const gates = options.gates ?? new HostGates(timer);
  const logger = options.logger ?? SILENT_LOGGER;
  const metrics = options.metrics ?? NO_METRICS;
  const random = options.random ?? Math.random;
  // All at once, so that every source on a host is known there before one of them asks.
  const ways = [...hosts.own, ...hosts.told].map((host) => gates.gateFor(host, { source, politeness, random }));
  const standing = () => readStanding(ways);
  return {
    source,
    politeness,
    hosts,
    timer,
    gates,
    random,
    logger,
    metrics,
    userAgent: options.userAgent ?? USER_AGENT,
    agent: createAgent(politeness, hosts),
    cache: new AnswerCache(options.cacheLimits ?? DEFAULT_CACHE_LIMITS),
    flights: new Flights(source, timer),
    retryBudget: new RetryBudget(),
    health: new HealthRecord(timer),
    refreshes: new RefreshLine({
      source,
      timer,
      logger,
      doors: () => doorsOf(ways, politeness),
      ...refreshLimits(politeness),
    }),
    ways,
    standing,
    unwatch: metrics.watched(source, standing),
  };
}

/** Renewals come after live requests: they leave room for one at every gate before they go. */
function doorsOf(all: readonly SourceGate[], { burst, concurrency }: Politeness): Doors {
  if (all.some(({ refusal }) => refusal !== null && refusal.kind !== "busy")) return "shut";
  const needed = Math.min(2, burst, concurrency);
  return all.some(({ depth, room }) => depth > 0 || room < needed) ? "busy" : "free";
}

/** As many may wait as the host takes in half a minute; half of its connections are left to live requests. */
function refreshLimits({ requestsPerSecond, concurrency }: Politeness) {
  return {
    maxWaiting: Math.min(1_000, Math.max(16, Math.ceil(requestsPerSecond * 30))),
    maxActive: Math.max(1, Math.floor(concurrency / 2)),
    pollMs: Math.min(5_000, Math.max(20, 1_000 / requestsPerSecond)),
  };
}
