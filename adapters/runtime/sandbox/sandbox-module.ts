import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "#adapters/runtime/source.ts";
import type { World } from "./world/types.ts";

/** What the file named by a source's `sandbox.module` exports: a stand-in that speaks that source's dialect. */
export interface SandboxModule {
  createSandbox(options: SandboxOptions): SandboxHandler | Promise<SandboxHandler>;
  /** Names the operation that a request asks for, for counting; without it: method and path, ids replaced. */
  operationOf?(request: SandboxRequest): string;
}

export interface SandboxOptions {
  readonly world: World;
  /** Switches of this sandbox alone (a quota, a slow page …), as given to `startSandbox`. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly clock: Clock;
}

export type SandboxHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface SandboxRequest {
  readonly method: string;
  readonly url: URL;
}

/** How a sandbox can be spoilt from outside. */
export const FAULT_MODES = [
  "none",
  /** Takes the request and never answers. */
  "hang",
  /** 500 with a stack trace that must never reach a client. */
  "error",
  /** 200 with bytes that are no document of any kind. */
  "garbage",
  /** 200 with a log-in page, as portals do when a session ends. */
  "login",
  /** The right status, then one byte a second. */
  "drip",
  /** 429 with Retry-After. */
  "rate-limit",
  /** Announces a longer body than it sends, and cuts the line. */
  "truncate",
] as const;

export type FaultMode = (typeof FAULT_MODES)[number];

export interface Fault {
  readonly mode: FaultMode;
  /** Only requests whose path begins so; absent = all. */
  readonly path?: string | undefined;
}

/** Requests received since the start or the last reset, by operation. */
export type SandboxCounts = Readonly<Record<string, number>>;

/** One running sandbox, wherever it runs. */
export interface RunningSandbox {
  readonly url: string;
  counts(): Promise<SandboxCounts>;
  resetCounts(): Promise<void>;
  setFault(fault: Fault): Promise<void>;
  stop(): Promise<void>;
}
