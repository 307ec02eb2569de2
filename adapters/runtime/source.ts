import type { z } from "zod";
import type { RestReason } from "#schema/failure-reason.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { AnswerDecoder, UpstreamAnswer } from "./call/decode.ts";
import type { Logger } from "./logger.ts";
import type { Politeness } from "./politeness.ts";
import type { RecordCache } from "./record-cache.ts";
import type { UpstreamBudget } from "./upstream-budget.ts";

/** What kind of system a source is. Mirrors the enum SourceKind of schema/shared.graphql. */
export type SourceKind = "PORTAL" | "BULK" | "REGISTER" | "API";

/** Terms under which a source's data may be used. */
export interface Licence {
  readonly code: string;
  readonly name: Bilingual;
  readonly url?: string;
  readonly attribution: Bilingual;
  readonly accessPolicy: AccessPolicy;
}

export type AccessPolicy = "PUBLIC" | "NODE_ONLY" | "DERIVED_ONLY" | "PRIVATE";

/**
 * One upstream system, declared once in `adapters/SOURCE/source.ts`.
 * `Client` is the typed face that subgraphs use: it speaks domain records, never HTTP.
 */
export interface SourceDefinition<Client = unknown, Settings extends z.ZodObject = z.ZodObject> {
  readonly code: string;
  readonly name: Bilingual;
  readonly kind: SourceKind;
  readonly licence: Licence;
  /** This source's slice of the settings: section = code (`HUB_SICHUAN_PORTAL_BASE_URL` → baseUrl). Unknown keys stop the start. */
  readonly settings: Settings;
  /** Manners toward this source; the settings may only make them stricter or, where the owner agreed, looser. */
  readonly politeness: Politeness;
  /**
   * Addresses among the settings' defaults that an owner of a node wrote (a manifest), and no operator: they lead only where
   * the operator allows.
   */
  readonly toldUrls?: readonly string[];
  /** Hosts of the owner's own pages to which records link, beside the addresses of the settings and of the terms. */
  readonly pageHosts?: readonly string[];
  /** The stand-in for this source: a module run in a child process (see sandbox/run-sandbox.ts); absent for sources without a dialect. */
  readonly sandbox?: SandboxDefinition<z.infer<Settings>>;
  /** Builds the client. Returns null when the settings leave the source off (no address, no credentials). */
  create(runtime: SourceRuntime, settings: z.infer<Settings>): Promise<Client | null> | Client | null;
  /** Commands of the command line that belong to this source (`npm run hub -- NAME`). */
  readonly commands?: readonly SourceCommand<z.infer<Settings>>[];
}

interface SandboxDefinition<Settings> {
  readonly module: URL;
  /** The settings that point the source at its sandbox, once it listens. */
  pointAt(sandboxUrl: string, settings: Settings): Settings;
  /** True when the settings name no real system, so that the sandbox is to stand in. */
  isWanted(settings: Settings): boolean;
}

export interface SourceCommand<Settings> {
  readonly name: string;
  readonly summary: Bilingual;
  readonly usage: string;
  /** Where it has more to say than usage and summary. */
  readonly help?: string;
  /** Returns the exit code. */
  run(args: readonly string[], runtime: CommandRuntime, settings: Settings): Promise<number>;
}

export interface CommandRuntime {
  readonly dataDir: string;
  readonly signal: AbortSignal;
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WritableStream;
  readonly isTty: boolean;
}

/** What the hub lends to a source for its lifetime. */
export interface SourceRuntime {
  readonly code: string;
  readonly call: CallFunction;
  /** A bounded cache of decoded records, one per record kind; list answers prime it so that look-ups by id ask no upstream. */
  records<T>(kind: string, options: { readonly ttlMs: number; readonly max?: number }): RecordCache<T>;
  readonly clock: Clock;
  /** Until when it is not asked by a rule of its own (quiet hours, the day's quota), epoch milliseconds; null where it may be. */
  restsUntil(): number | null;
  readonly logger: Logger;
  /** Folder of this hub's stores (`HUB_DATA_DIR`). */
  readonly dataDir: string;
  /** Size and seed of generated data where the embedded default stands in for a real feed; null when sandboxes are off. */
  readonly generated: { readonly seed: number; readonly patents: number } | null;
  /** For sources that ask no upstream over HTTP (a store): their own word on their health, in place of the pipeline's. */
  readonly reportHealth?: (read: () => SourceHealth) => void;
  /** A figure that the source tells about itself (bytes of a quota used): its name comes from code, never from data of a request. */
  measure(figure: string, value: number): void;
  /** Run when the hub stops, last registered first. */
  onClose(close: () => Promise<void> | void): void;
}

export interface Clock {
  now(): number;
}

/** One request to the upstream, told to the one pipeline (call/call.ts). */
export interface UpstreamRequest<T> {
  /** Stable name of the operation, for metrics and logs: "list-offers". */
  readonly operation: string;
  readonly url: string | URL;
  readonly method?: "GET" | "POST";
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams;
  /** In which the body's text is sent; UTF-8 without it. */
  readonly bodyCharset?: BodyCharset | undefined;
  /** Bytes to value; throws MalformedError with the place when the body is not what was due. */
  readonly decode: AnswerDecoder<T>;
  /** How long the decoded answer may be served; absent or 0 = never cached. */
  readonly ttlMs?: number;
  /** A retry is allowed (safe methods by default; a POST that only asks may say so). */
  readonly safe?: boolean;
  /**
   * Authorisation partition of a private answer (a hash, never the token). Private answers are never
   * cached, and shared in flight only inside their partition.
   */
  readonly partition?: string;
  /** Statuses besides 2xx that the decoder wants to see (e.g. 404 as "nothing there", 400 as "token expired"). */
  readonly accept?: readonly number[];
  /**
   * For upstreams that ask for a pause in words of their own (OPS: 403 with X-Rejection-Reason): milliseconds to
   * leave the whole host alone, or null. 429, and 503 with Retry-After, need no hook.
   */
  readonly pauseOn?: (answer: UpstreamAnswer) => number | null;
  /** Part of the cache key that is not in the URL, body or headers named here. */
  readonly vary?: string;
  /** What is put on at departure and does not decide the answer; it is no part of the cache key. */
  readonly attire?: RequestAttire;
}

/** How a source knows the hub, where that changes from call to call: a session, a token, a timestamp with its signature. */
export interface RequestAttire {
  /** Before the question stands in line; may ask the upstream (a log-in). Under the flight's own deadline and leave. */
  prepare?(context: CallContext): Promise<void>;
  /** At every departure, retries included; the address stays on its host. */
  put(bare: RequestParts): RequestParts;
}

export interface RequestParts {
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** UTF-8 without it. */
  readonly bodyCharset?: BodyCharset | undefined;
}

/** Besides UTF-8, of sources that read nothing else. */
export type BodyCharset = "gbk";

/** A value with its origin in time. `age` is at the moment of the answer. */
export interface Sourced<T> {
  readonly value: T;
  /** Epoch milliseconds of the upstream answer. */
  readonly fetchedAt: number;
  readonly freshness: "FRESH" | "STALE";
  /** From when its owner counts how long it may be kept, where that was before it was fetched; epoch milliseconds. */
  readonly keptFrom?: number;
}

export type CallFunction = <T>(request: UpstreamRequest<T>, context: CallContext) => Promise<Sourced<T>>;

/** What travels with one operation from the HTTP request to the upstream socket. */
export interface CallContext {
  readonly signal: AbortSignal;
  /** When the client's request came, epoch milliseconds; absent where no client waits, or at a node elsewhere. */
  readonly arrivedAt?: number | undefined;
  /** Epoch milliseconds; a layer may shorten it, never extend it. */
  readonly deadline: number;
  readonly requestId: string;
  /** The user's own token for this node's platform ("Bearer abc"), or undefined. Never logged. */
  readonly credential?: string | undefined;
  /** Hash of the credential; "public" without one. */
  readonly partition: string;
  /** Called once per upstream question with what became of it; the sum becomes `extensions.hub.sources[]`. */
  readonly observe: (event: SourceEvent) => void;
  /** What the operation may still cause; without one there is no such limit. */
  readonly budget?: UpstreamBudget | undefined;
  /** The hub itself asks, to renew what it keeps: nothing stale will do. */
  readonly isRefresh?: boolean;
}

export type SourceOutcome = "OK" | "PARTIAL" | "STALE" | "TIMEOUT" | "UNAVAILABLE" | "THROTTLED" | "SKIPPED";

export interface SourceEvent {
  readonly source: string;
  readonly operation: string;
  readonly outcome: SourceOutcome;
  /** Calls that really left for the upstream (0 on a cache hit or a shared flight). */
  readonly upstreamCalls: number;
  readonly cacheHits: number;
  readonly ageMs: number;
  readonly durationMs: number;
  /** How long the answer may be reused (ms); 0 = not at all. */
  readonly ttlMs: number;
  readonly isPrivate: boolean;
  /** For so long (ms) at most anything made of it may be kept, also past its time; absent = the owner sets no limit. */
  readonly keepMs?: number;
}

/** Why a source is not asked: its host asked for a pause, or a rule of its owner's or the operator's. Mirrors the GraphQL enum. */
export type PauseReason = "OWN_WISH" | RestReason;

/** Live state of a source, for `hubNodes` and metrics. */
export interface SourceHealth {
  readonly state: "UP" | "DEGRADED" | "DOWN" | "OFF" | "UNKNOWN";
  readonly lastSuccessAt: number | null;
  readonly lastFailureAt: number | null;
  readonly lastFailureKind: string | null;
  /** HALF_OPEN: one call is to find out whether it is back. Null for sources that ask nobody over HTTP, or elsewhere. */
  readonly breaker: "CLOSED" | "HALF_OPEN" | "OPEN" | null;
  /** Requests waiting in line; null as above. */
  readonly queueDepth: number | null;
  /** Calls today (Asia/Shanghai), by all processes on this machine; null as above. */
  readonly quotaUsed: number | null;
  /** Calls allowed per day; null = no limit. */
  readonly dailyQuota: number | null;
  /** Epoch ms until which it is not asked (its own wish, quiet hours, quota used up); null when it may be. */
  readonly pausedUntil: number | null;
  /** Why not; null when it may be, or is not known. */
  readonly pauseReason: PauseReason | null;
  /** What the source last told of itself (`SourceRuntime.measure`), by name; absent where it told nothing. */
  readonly figures?: Readonly<Record<string, number>>;
}

/** The client type of a source definition. */
export type ClientOf<S> = S extends SourceDefinition<infer C, infer _> ? C : never;

/** Keeps the types of a definition while checking its shape. */
export function defineSource<Client, Settings extends z.ZodObject>(
  definition: SourceDefinition<Client, Settings>,
): SourceDefinition<Client, Settings> {
  return definition;
}
