import type { CallContext } from "#adapters/runtime/source.ts";
import type { Language } from "./define-node.ts";
import type { NodeError } from "./node-error.ts";
import type { OtherNodes } from "./ports.ts";
import type { SourceReport } from "./source-report.ts";

/** One GraphQL request to a node, in process or over HTTP. */
export interface NodeRequest {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly scope: NodeScope;
}

/** What travels with it. */
export interface NodeScope
  extends Pick<CallContext, "signal" | "arrivedAt" | "deadline" | "requestId" | "credential" | "partition" | "budget"> {
  readonly language: Language;
  /** Only for the node that asks the others. */
  readonly others?: OtherNodes | undefined;
}

export interface NodeResponse {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly NodeError[];
  readonly extensions: { readonly hub: NodeHints };
}

/** How long something kept may be given past its time, milliseconds from then; not at all without it. */
export interface StaleHints {
  /** While it is asked for anew. */
  readonly staleWhileRevalidateMs?: number | undefined;
  /** Where it cannot be had anew. */
  readonly staleIfErrorMs?: number | undefined;
}

export interface NodeHints extends StaleHints {
  readonly sources: readonly SourceReport[];
  /** How long the answer may be reused, milliseconds; 0 = not at all. */
  readonly ttlMs: number;
  readonly isPrivate: boolean;
  /** Words by which the node may later ask to have it forgotten, with all that was made of it. */
  readonly tags?: readonly string[] | undefined;
}

/** A node that can be asked. */
export interface NodeService {
  readonly code: string;
  execute(request: NodeRequest): Promise<NodeResponse>;
}
