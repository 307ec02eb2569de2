import { randomUUID } from "node:crypto";
import type { ManifestClient } from "#adapters/manifest/client.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { searchedClient } from "#adapters/manifest/snapshot/searched-client.ts";
import type { CallContext } from "#adapters/runtime/source.ts";
import { UpstreamBudget } from "#adapters/runtime/upstream-budget.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { codeOfFailure } from "#schema/error-codes.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { type KindShape, shapeOf } from "./kind-shape.ts";
import { SAMPLE, tellFailure } from "./sample-kind.ts";

/** What a kind's list looks like now. */
export type KindLook =
  | { readonly kind: "seen"; readonly shape: KindShape /** Ids of probes. */; readonly gone: readonly string[] }
  /** It answers, and cannot be read; or it refuses what it answered before. */
  | { readonly kind: "unreadable"; readonly failure: Bilingual }
  /** Down, busy, paused: that says nothing of its shape. */
  | { readonly kind: "unanswered"; readonly failure: Bilingual };

export interface LookOptions {
  /** By the manifest's names, as the node in the graph has them open: its manners, quota and pauses hold. Null = off. */
  readonly clients: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
  /** Epoch milliseconds, for all kinds together. */
  readonly deadline: number;
}

/** No look causes more calls. */
const MOST_CALLS = 100;

/** Asks for the beginning of every list and for the records that probes name. What is kept and still fresh is not asked for again. */
export async function lookAtKinds(
  manifest: Manifest,
  { clients, signal, deadline }: LookOptions,
): Promise<Readonly<Record<string, KindLook>>> {
  const client = searchedClient(manifest, clients);
  const context: CallContext = {
    signal,
    deadline,
    requestId: `drift-${randomUUID()}`,
    partition: "public",
    observe: () => {},
    budget: new UpstreamBudget(MOST_CALLS),
    isRefresh: true,
  };
  const looks: Record<string, KindLook> = {};
  for (const kind of Object.keys(manifest.kinds)) looks[kind] = await look(client, { manifest, kind, context });
  return looks;
}

interface Looking {
  readonly manifest: Manifest;
  readonly kind: string;
  readonly context: CallContext;
}

async function look(client: ManifestClient, looking: Looking): Promise<KindLook> {
  const { kind, context } = looking;
  try {
    // In rows: how many records are among them is known only to whoever reads them all.
    const asked = { words: {}, offset: 0, limit: SAMPLE, counting: "rows" } as const;
    const { items, total } = await client.list(kind, asked, context);
    const shape = shapeOf({ records: items.map(({ value }) => value), total });
    return { kind: "seen", shape, gone: await goneProbes(client, looking) };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const failure = tellFailure(error);
    return { kind: CHANGED.has(codeOfFailure(error.failure)) ? "unreadable" : "unanswered", failure };
  }
}

/** Failures by which a source that changed shows itself. */
const CHANGED: ReadonlySet<string> = new Set(["NODE_BAD_RESPONSE", "NODE_REJECTED"]);

async function goneProbes(client: ManifestClient, { manifest, kind, context }: Looking): Promise<readonly string[]> {
  const ids = manifest.probes.flatMap((probe) => (probe.kind === kind && probe.id !== undefined ? [probe.id] : []));
  if (ids.length === 0) return [];
  const answers = await client.records(kind, ids, context);
  return ids.filter((_id, index) => {
    const answer = answers[index];
    return answer !== undefined && !(answer instanceof UpstreamError) && answer.value === null;
  });
}
