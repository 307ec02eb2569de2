import { setTimeout } from "node:timers/promises";
import type { Logger } from "#adapters/runtime/logger.ts";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { hasLeft, type NodeEntry, type Release, releaseInGraph } from "./node-entry.ts";
import type { MadeNode, ReadNodeText } from "./node-maker.ts";
import type { NodeProblem } from "./node-problem.ts";
import type { NodeRegistry } from "./node-registry.ts";
import { readRelease } from "./read-release.ts";

/** What the graph is told (gateway/members/hub-graph.ts). */
export interface GraphMembers {
  apply(changes: readonly GraphChange[]): Promise<AppliedToGraph>;
  check(changes: readonly GraphChange[]): Promise<readonly GraphProblem[]>;
}

type GraphChange = ({ readonly kind: "put" } & MadeNode) | { readonly kind: "remove"; readonly code: string };

type AppliedToGraph =
  | { readonly kind: "served" }
  | { readonly kind: "refused"; readonly problems: readonly GraphProblem[] };

interface GraphProblem {
  readonly code: string;
  readonly message: Bilingual;
  readonly suggestion: Bilingual | null;
  readonly place: {
    readonly type: string;
    readonly field: string | null;
    readonly line: number | null;
    readonly column: number | null;
  } | null;
}

export interface KeeperParts {
  readonly registry: NodeRegistry;
  readonly read: ReadNodeText;
  readonly graph: GraphMembers;
  readonly logger: Logger;
  /** A node's stage may have changed without the graph. */
  readonly stageChanged: (code: string) => void;
  /** A node is gone: nothing of its records is kept. */
  readonly left: (code: string) => Promise<void>;
  /** What the graph has of the registry from the start (keyOf). */
  readonly begun: ReadonlyMap<string, string>;
}

/** Keeps the graph as the registry says: whatever process wrote it. One change after the other. */
export class MemberKeeper {
  readonly #parts: KeeperParts;
  /** What the graph has: of each node, by what it was made. */
  readonly #applied: Map<string, string>;
  #turn: Promise<unknown> = Promise.resolve();
  #unfollow: () => void = () => {};

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    this.#applied = new Map(parts.begun);
  }

  follow(): void {
    this.#unfollow = this.#parts.registry.onChange((codes) => {
      for (const code of codes) {
        this.#parts.stageChanged(code);
        this.exclusive(() => this.#keep(code)).catch((error: unknown) => {
          this.#parts.logger.error({ node: code, err: error }, "node could not be brought to what the registry says");
        });
      }
    });
  }

  stop(): Promise<unknown> {
    this.#unfollow();
    return this.#turn;
  }

  /** The graph has that version, with its owner's limits as they are now. */
  has(entry: NodeEntry, release: Release): boolean {
    return this.#applied.get(entry.code) === keyOf(entry, release);
  }

  /** Resolves once the graph is without the node that the registry lets go; false where that lasts longer. */
  async hasRemoved(code: string, withinMs: number): Promise<boolean> {
    const late = new AbortController();
    const isOut = await Promise.race([
      this.exclusive(() => this.#keep(code)).then(() => !this.#applied.has(code)),
      setTimeout(withinMs, false, { signal: late.signal }).catch(() => false),
    ]);
    late.abort();
    return isOut;
  }

  /** While it runs nothing else changes the graph on behalf of the registry. */
  exclusive<Result>(task: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(task);
    this.#turn = done.catch(() => {});
    return done;
  }

  /** Puts this version into the graph, before anything is written; the problems where it cannot be. Only within `exclusive`. */
  async put(entry: NodeEntry, release: Release): Promise<readonly NodeProblem[]> {
    const made = await makeRelease(this.#parts, entry, release);
    if ("problems" in made) return made.problems;
    const applied = await this.#parts.graph.apply([{ kind: "put", ...made.node }]);
    if (applied.kind === "refused") return applied.problems.map(toNodeProblem);
    this.#applied.set(entry.code, keyOf(entry, release));
    return [];
  }

  /** Why the graph would not take it as it is now. */
  async whyNot(made: MadeNode): Promise<readonly NodeProblem[]> {
    return (await this.#parts.graph.check([{ kind: "put", ...made }])).map(toNodeProblem);
  }

  async #keep(code: string): Promise<void> {
    const entry = this.#parts.registry.of(code);
    const release = releaseInGraph(entry);
    if (entry === undefined || release === undefined) return this.#remove(code);
    if (this.#applied.get(code) === keyOf(entry, release)) return;
    const problems = await this.put(entry, release);
    if (problems.length === 0) return;
    this.#applied.set(code, keyOf(entry, release));
    await quarantine(this.#parts, release, { code, problems });
  }

  async #remove(code: string): Promise<void> {
    if (this.#applied.delete(code)) {
      const applied = await this.#parts.graph.apply([{ kind: "remove", code }]);
      if (applied.kind === "refused") {
        const { problems } = applied;
        return this.#parts.logger.error({ node: code, problems }, "node could not be removed from the graph");
      }
    }
    // One that was not in the graph may have been at another time. One that came again meanwhile keeps what is its own.
    if (hasLeft(this.#parts.registry.of(code))) await this.#parts.left(code);
  }
}

/** By what a member is made: another key, another member. */
export function keyOf({ limits }: NodeEntry, { digest, words }: Release): string {
  return `${digest} ${words ?? "-"} ${JSON.stringify(limits)}`;
}

export type MadeRelease = { readonly node: MadeNode } | { readonly problems: readonly NodeProblem[] };

/** From what the registry keeps to a member of the graph. */
export async function makeRelease(
  parts: Pick<KeeperParts, "registry" | "read">,
  { limits }: NodeEntry,
  release: Release,
): Promise<MadeRelease> {
  try {
    const told = await readRelease(parts, release);
    return told.ok ? { node: await told.node.make(limits) } : { problems: told.problems };
  } catch (error) {
    return { problems: [problemOf(error)] };
  }
}

/** Of a node that is served: its types stay, its fields answer NODE_UNAVAILABLE. */
export async function quarantine(
  { registry, logger }: Pick<KeeperParts, "registry" | "logger">,
  { version, stage }: Release,
  { code, problems }: { readonly code: string; readonly problems: readonly NodeProblem[] },
): Promise<void> {
  logger.error({ node: code, version, problems }, "node of the registry is quarantined");
  if (stage !== "LIVE") return;
  const reason = problems.map(({ code: name, message }) => `${name}: ${message.zh} / ${message.en}`).join("; ");
  await registry.write(code, "HUB", () => ({ act: "quarantine", version, reason: reason.slice(0, LONGEST_REASON) }));
}

const LONGEST_REASON = 1_000;

function problemOf(error: unknown): NodeProblem {
  const none = { suggestion: null, line: null, column: null, path: null };
  if (error instanceof SettingsError) return { ...none, code: "BAD_SETTING", message: error.text };
  const reason = error instanceof Error ? error.message : "unknown";
  return { ...none, code: "CANNOT_MAKE", message: { zh: `无法生成节点：${reason}`, en: `cannot be made: ${reason}` } };
}

function toNodeProblem({ code, message, suggestion, place }: GraphProblem): NodeProblem {
  const path = place === null ? null : [place.type, place.field].filter((part) => part !== null).join(".");
  return { code, message, suggestion, path, line: place?.line ?? null, column: place?.column ?? null };
}
