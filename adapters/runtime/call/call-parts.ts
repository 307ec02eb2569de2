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
import { RetryBudget } from "./retry-budget.ts";

export interface CallOptions {
  readonly source: string;
  readonly politeness: Politeness;
  /** Hosts that the operator configured for this source, as URL.host; nothing else is ever connected to. */
  readonly allowHosts: readonly string[];
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
}

/** Says who asks, so that a portal's operator can tell and write. */
const USER_AGENT = "chengyu-ip-hub/0.1 (federated IP-service hub; polite by default)";

export function createCallParts(options: CallOptions): CallParts {
  const { source, politeness, timer = SYSTEM_TIMER } = options;
  const hosts = { own: new Set(options.allowHosts), redirect: new Set(politeness.redirectHosts) };
  return {
    source,
    politeness,
    hosts,
    timer,
    gates: options.gates ?? new HostGates(timer),
    random: options.random ?? Math.random,
    logger: options.logger ?? SILENT_LOGGER,
    metrics: options.metrics ?? NO_METRICS,
    userAgent: options.userAgent ?? USER_AGENT,
    agent: createAgent(politeness, hosts),
    cache: new AnswerCache(options.cacheLimits ?? DEFAULT_CACHE_LIMITS),
    flights: new Flights(source, timer),
    retryBudget: new RetryBudget(),
    health: new HealthRecord(timer),
  };
}
