import { setImmediate } from "node:timers/promises";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { Clock } from "#adapters/runtime/source.ts";
import type { GatewayNode } from "#gateway/execute/gateway-node.ts";
import type { OpenedNode } from "#gateway/open-nodes.ts";
import type { ComposedGraph } from "#gateway/supergraph/compose-graph.ts";
import { GraphSlot } from "#gateway/supergraph/graph-slot.ts";
import type { NodeSchema } from "#gateway/supergraph/node-schemas.ts";
import { type Composed, composeNext } from "./compose-next.ts";
import type { Generation } from "./generation.ts";
import type { AppliedChange, HubGraph, MemberChange } from "./hub-graph.ts";
import { type MemberProblem, problemOf, RefusedChange } from "./member-problem.ts";
import { type NextMember, nextMembers, type ReadyToJoin } from "./next-members.ts";

export interface LiveGraphParts {
  readonly first: Generation;
  readonly ready: ReadyToJoin;
  /** Opens one node; rejects where it cannot be opened. */
  readonly openMember: (member: NextMember & { readonly kind: "new" }, schema: NodeSchema) => Promise<OpenedNode>;
  readonly openGeneration: (composed: ComposedGraph, opened: readonly OpenedNode[]) => Promise<Generation>;
  /** A new graph serves; what is kept of those nodes does not hold any more. */
  readonly changed: (next: Generation, old: Generation, codes: ReadonlySet<string>) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The hub's graph as it serves and changes. */
export class LiveGraph implements HubGraph {
  readonly #parts: LiveGraphParts;
  readonly #slot: GraphSlot<Generation>;
  readonly #listeners = new Set<() => void>();
  #changing: ReadonlySet<string> = new Set();

  constructor(parts: LiveGraphParts) {
    this.#parts = parts;
    const forget = (next: Generation, old: Generation) => {
      parts.changed(next, old, this.#changing);
      for (const listener of this.#listeners) listener();
    };
    this.#slot = new GraphSlot(parts.first, { forget, logger: parts.logger });
  }

  get current(): Generation {
    return this.#slot.current;
  }

  get run(): Generation["run"] {
    return this.#slot.run;
  }

  async apply(changes: readonly MemberChange[]): Promise<AppliedChange> {
    const { clock, logger } = this.#parts;
    const startedAt = clock.now();
    let generation = 0;
    try {
      const { plans } = await this.#slot.replace((number, old) => {
        generation = number;
        return this.#next(changes, old);
      });
      const tookMs = clock.now() - startedAt;
      logger.info({ generation, plans, tookMs, nodes: changes.map(nameOf) }, "a changed graph is served");
      return { kind: "served", generation, plans, tookMs };
    } catch (error) {
      if (!(error instanceof RefusedChange)) throw error;
      logger.warn(
        { problems: error.problems, err: error.cause },
        "a change of the graph is refused; the old one goes on",
      );
      return { kind: "refused", problems: error.problems };
    }
  }

  async check(changes: readonly MemberChange[]): Promise<readonly MemberProblem[]> {
    try {
      await this.#compose(changes, this.current);
      return [];
    } catch (error) {
      if (error instanceof RefusedChange) return error.problems;
      throw error;
    }
  }

  nodes(): readonly GatewayNode[] {
    return this.current.nodes;
  }

  opened(): readonly OpenedNode[] {
    return this.current.opened;
  }

  supergraphSdl(): string {
    return this.current.composed.supergraphSdl.join("");
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** When the last operation has ended. */
  close(): Promise<void> {
    return this.#slot.close();
  }

  #compose(changes: readonly MemberChange[], old: Generation): Promise<Composed> {
    const next = nextMembers(old.opened, changes, this.#parts.ready);
    if (next.kind === "refused") throw new RefusedChange(next.problems);
    return composeNext(next, old);
  }

  /** Each step in a turn of its own: the old graph serves. */
  async #next(changes: readonly MemberChange[], old: Generation): Promise<Generation> {
    const composed = await this.#compose(changes, old);
    await setImmediate();
    const opened = await this.#open(composed);
    await setImmediate();
    try {
      const next = await this.#parts.openGeneration(composed.graph, opened);
      this.#changing = composed.changed;
      return next;
    } catch (error) {
      await closeNew(composed.members, opened);
      throw new RefusedChange([problemOf("CANNOT_SERVE", nameOf(changes[0]), CANNOT_SERVE, error)], { cause: error });
    }
  }

  /** All of them, or none. */
  async #open({ members, schemas }: Composed): Promise<readonly OpenedNode[]> {
    const opening = await Promise.allSettled(members.map((member) => this.#openOne(member, schemas)));
    const opened = opening.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    const failed = opening.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
    if (failed.length === 0) return opened;
    await closeNew(members, opened);
    const problems = failed.flatMap((reason) => (reason instanceof RefusedChange ? reason.problems : []));
    throw problems.length > 0 ? new RefusedChange(problems, { cause: failed[0] }) : failed[0];
  }

  async #openOne(member: NextMember, schemas: Composed["schemas"]): Promise<OpenedNode> {
    if (member.kind === "kept") {
      const { opened } = member;
      const schema = schemas.get(opened.node.code);
      return schema === undefined || schema === opened.schema ? opened : opened.served(schema);
    }
    const { code } = member.member.ready.definition;
    const schema = schemas.get(code);
    if (schema === undefined) throw new Error(`no schema for node ${code}`);
    try {
      return await this.#parts.openMember(member, schema);
    } catch (error) {
      throw new RefusedChange([problemOf("CANNOT_OPEN", code, CANNOT_OPEN, error)], { cause: error });
    }
  }
}

const CANNOT_OPEN = { zh: "节点无法打开", en: "the node cannot be opened" };
const CANNOT_SERVE = { zh: "含该节点的图无法运行", en: "the graph with this node cannot be served" };

function nameOf(change: MemberChange | undefined): string {
  if (change === undefined) return "";
  return change.kind === "put" ? change.definition.code : change.code;
}

/** Those that were opened for a graph which does not come. */
async function closeNew(members: readonly NextMember[], opened: readonly OpenedNode[]): Promise<void> {
  const kept = new Set(members.flatMap((member) => (member.kind === "kept" ? [member.opened.close] : [])));
  await Promise.allSettled(opened.filter(({ close }) => !kept.has(close)).map(({ close }) => close()));
}
