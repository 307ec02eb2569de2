import type { Logger } from "#adapters/runtime/logger.ts";
import type { Invalidation } from "#gateway/cache/invalidation.ts";
import type { NodeStates } from "#gateway/execute/node-states.ts";
import type { OpenedNode } from "#gateway/open-nodes.ts";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";
import type { OpenSource } from "#subgraphs/runtime/open-source.ts";
import { OperationError } from "#subgraphs/runtime/operation-error.ts";
import type { TakeDown } from "#subgraphs/runtime/take-downs.ts";
import { type HubStatus, readHubStatus, type StatusParts } from "./hub-status.ts";
import type { PauseBook } from "./pause-book.ts";

/** What an operator may do. Whatever cannot be done is a refusal. */
export interface OperatorDesk {
  status(): HubStatus;
  /** A node (its types stay, its fields answer NODE_UNAVAILABLE) or a source (it is asked no more; what is kept is still given). */
  pause(code: string): Promise<Switched | Refusal>;
  resume(code: string): Promise<Switched | Refusal>;
  /** A node, by the operator's word or its owner's: it is asked again when neither holds it. */
  pauseFor(by: "OPERATOR" | "OWNER", code: string, isPaused: boolean): Promise<Switched | Refusal>;
  /** Forgets what a source answered, and every entity. */
  clearCache(source: string): Cleared | Refusal;
  /** Forgets whole answers and entities by what they hold. */
  invalidate(what: Invalidation): Invalidated | Refusal;
  takeDown(id: string, reason: string): Promise<TakeDownTold | Refusal>;
  /** Takes such an order back. */
  restore(id: string, reason: string): Promise<TakeDownTold | Refusal>;
  takeDowns(): { readonly takeDowns: readonly TakeDownTold[] };
  /** What nodes keep of their own: the tasks that may be run, and what each tells of itself. */
  stores(): Promise<{ readonly stores: readonly StoreTold[] }>;
  /** Has a task of a store begun. */
  run(task: string): Promise<{ readonly task: string } | Refusal>;
  /** Follows other processes no more. */
  close(): void;
}

export interface Switched {
  readonly code: string;
  readonly kind: "node" | "source";
  readonly paused: boolean;
}

/** With what the store tells besides. */
interface StoreTold {
  readonly node: string;
  readonly tasks: readonly string[];
}

export interface Cleared {
  readonly source: string;
  readonly answers: number;
  readonly records: number;
  readonly entities: number;
  readonly responses: number;
}

export interface Invalidated {
  readonly responses: number;
  readonly entities: number;
}

type TakeDownTold = Omit<TakeDown, "at"> & { readonly at: string };

export interface DeskParts extends StatusParts {
  readonly states: NodeStates;
  /** Told when nodes came or left; the function returned ends it. */
  readonly onMembersChange: (listener: () => void) => () => void;
  readonly pauses: PauseBook;
  readonly logger: Logger;
}

/** Begins with what was paused before the last restart, and follows what is paused elsewhere. */
export function createOperatorDesk(parts: DeskParts): OperatorDesk {
  const { takeDowns, pauses, logger } = parts;
  applyPauses(parts);
  const endPauses = pauses.follow(() => applyPauses(parts), logger);
  const endMembers = parts.onMembersChange(() => applyPauses(parts));
  return {
    status: () => readHubStatus(parts),
    pause: (code) => setPaused(code, true, parts),
    resume: (code) => setPaused(code, false, parts),
    pauseFor: (by, code, isPaused) => setNodePaused(by === "OWNER" ? "owners" : "nodes", code, isPaused, parts),
    clearCache: (source) => clearCache(source, parts),
    invalidate: (what) => invalidate(what, parts),
    takeDown: (id, reason) => orRefusal(async () => told(await takeDowns.takeDown(id, reason))),
    restore: (id, reason) =>
      orRefusal(async () => {
        const restored = await takeDowns.restore(id, reason);
        return restored === null ? unknown("没有下架该记录", "this record is not taken down") : told(restored);
      }),
    takeDowns: () => ({ takeDowns: takeDowns.list().map(told) }),
    stores: async () => ({ stores: await Promise.all(parts.opened.flatMap(tellStore)) }),
    run: (task) => runTask(task, parts),
    close: () => {
      endPauses();
      endMembers();
    },
  };
}

function tellStore({ node, store }: OpenedNode): readonly Promise<StoreTold>[] {
  if (store === null) return [];
  return [store.status().then((status) => ({ node: node.code, tasks: Object.keys(store.tasks()), ...status }))];
}

async function runTask(name: string, { opened }: DeskParts): Promise<{ readonly task: string } | Refusal> {
  const task = opened.flatMap(({ store }) => Object.entries(store?.tasks() ?? {})).find(([known]) => known === name);
  if (task === undefined) return unknown(`没有任务 ${name}`, `there is no task ${name}`);
  await task[1]();
  return { task: name };
}

function applyPauses({ opened, states, pauses }: DeskParts): void {
  for (const { node, sources } of opened) {
    const state = states.of(node.code);
    if (state !== "QUARANTINED") states.set(node.code, isNodePaused(node.code, pauses) ? "PAUSED" : "LIVE");
    for (const source of sources) source.pause(pauses.has("sources", source.definition.code));
  }
}

export function isNodePaused(code: string, pauses: Pick<PauseBook, "has">): boolean {
  return pauses.has("nodes", code) || pauses.has("owners", code);
}

async function setNodePaused(
  by: "nodes" | "owners",
  code: string,
  isPaused: boolean,
  { states, pauses }: DeskParts,
): Promise<Switched | Refusal> {
  if (states.of(code) === "QUARANTINED") return conflict("节点已隔离", "the node is quarantined");
  const written = pauses.set(by, code, isPaused);
  const isHeld = isNodePaused(code, pauses);
  states.set(code, isHeld ? "PAUSED" : "LIVE");
  await written;
  return { code, kind: "node", paused: isHeld };
}

async function setPaused(code: string, isPaused: boolean, parts: DeskParts): Promise<Switched | Refusal> {
  const { opened, pauses } = parts;
  if (opened.some(({ node }) => node.code === code && !node.seesOthers)) {
    return setNodePaused("nodes", code, isPaused, parts);
  }
  const source = sourceOf(code, opened);
  if ("kind" in source) return source;
  source.pause(isPaused);
  await pauses.set("sources", code, isPaused);
  return { code, kind: "source", paused: isPaused };
}

function clearCache(code: string, parts: DeskParts): Cleared | Refusal {
  const source = sourceOf(code, parts.opened);
  if ("kind" in source) return source;
  return { source: code, ...source.clearCache(), ...forget({}, parts) };
}

function invalidate(what: Invalidation, parts: DeskParts): Invalidated | Refusal {
  const { node } = what;
  const isKnown = node === undefined || parts.opened.some((one) => one.node.code === node);
  return isKnown ? forget(what, parts) : unknown(`没有节点 ${node}`, `there is no node ${node}`);
}

/** Entities first: an answer that is made meanwhile must not be of them. */
function forget(what: Invalidation, { entityCache, responses }: DeskParts): Invalidated {
  const entities = entityCache.invalidate(what);
  return { entities, responses: responses.invalidate(what) };
}

function sourceOf(code: string, opened: readonly OpenedNode[]): OpenSource | Refusal {
  const node = opened.find(({ node: { sources } }) => sources.some((source) => source.code === code));
  if (node === undefined) return unknown(`没有节点或数据源 ${code}`, `there is no node or source ${code}`);
  const source = node.sources.find(({ definition }) => definition.code === code);
  return source ?? conflict("该数据源由另一进程运行", "the source is not run by this process");
}

async function orRefusal<T>(act: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof OperationError) return refuse("BAD_REQUEST", error.reason?.message);
    throw error;
  }
}

function told({ at, ...record }: TakeDown): TakeDownTold {
  return { ...record, at: new Date(at).toISOString() };
}

function unknown(zh: string, en: string): Refusal {
  return refuse("NOT_FOUND", { zh, en });
}

function conflict(zh: string, en: string): Refusal {
  return refuse("ADMIN_CONFLICT", { zh, en });
}
