import type { ConformanceReport } from "#adapters/manifest/kit/conformance-report.ts";
import { failedIds, hasPassed, scoreOf } from "#adapters/manifest/kit/conformance-report.ts";
import { isRefusal, type Refusal } from "#gateway/report/refusal.ts";
import type { PlugInActor } from "#subgraphs/runtime/plug-in.ts";
import { BrokenRegistry } from "./broken-registry.ts";
import {
  knownEntry,
  mayLimit,
  mayLimitSources,
  mayOwnerPromote,
  newRelease,
  noSuch,
  notInStage,
  notNow,
  versionFor,
} from "./desk-rules.ts";
import type { DriftTold } from "./drift-standing.ts";
import { digestOf } from "./kept-texts.ts";
import { isInGraph } from "./lifecycle.ts";
import type { MemberKeeper } from "./member-keeper.ts";
import { hasLeft, leadingRelease, type NodeEntry, type Release, releaseInGraph, releaseOf } from "./node-entry.ts";
import type { MadeNode, ReadNodeText, ToldNode } from "./node-maker.ts";
import type { NodeRegistry } from "./node-registry.ts";
import { type NodeTold, type PausedBy, tellNode } from "./node-told.ts";
import { createOwnerToken } from "./owner-token.ts";
import { problemsRefusal } from "./problems-refusal.ts";
import { readRelease } from "./read-release.ts";
import type { OwnLimits, RegistryAct } from "./registry-event.ts";
import type { ShadowReport } from "./shadow-runner.ts";
import { readWords } from "./subgraph/subgraph-words.ts";

/** Whom an act is done for. */
export interface Asked {
  readonly code: string;
  readonly by: Exclude<PlugInActor, "HUB">;
}

export interface CheckedNode {
  readonly node: NodeTold;
  readonly report: ConformanceReport;
}

export interface NodeDeskParts {
  readonly registry: NodeRegistry;
  readonly keeper: MemberKeeper;
  readonly read: ReadNodeText;
  readonly paused: (code: string) => PausedBy;
  readonly shadowOf: (entry: NodeEntry) => ShadowReport | null;
  readonly driftOf: (entry: NodeEntry) => DriftTold | null;
  /** Codes of nodes that are part of the hub. */
  readonly isBuiltIn: (code: string) => boolean;
}

/** What may be done to plugged-in nodes, by the operator and by each one's owner. Whatever cannot be done is a refusal. */
export class NodeDesk {
  readonly #parts: NodeDeskParts;

  constructor(parts: NodeDeskParts) {
    this.#parts = parts;
  }

  list(): { readonly nodes: readonly NodeTold[] } {
    return { nodes: this.#parts.registry.entries.map((entry) => this.#tell(entry)) };
  }

  show({ code }: Asked): NodeTold | Refusal {
    const entry = knownEntry(this.#parts.registry, code);
    return isRefusal(entry) ? entry : this.#tell(entry);
  }

  /** The text as it was registered; of the version that is served, or the latest where none is. */
  async text(
    { code }: Asked,
    version?: string,
  ): Promise<{ readonly version: string; readonly text: string } | Refusal> {
    const found = this.#find(code, version, ({ stage }) => isInGraph(stage));
    if (isRefusal(found)) return found;
    const text = await this.#parts.registry.texts.read(found.release.digest);
    return { version: found.release.version, text };
  }

  /** What its server said of itself when that version was checked. */
  async schema(
    { code }: Asked,
    version?: string,
  ): Promise<{ readonly version: string; readonly sdl: string } | Refusal> {
    const found = this.#find(code, version, ({ words }) => words !== null);
    if (isRefusal(found)) return found;
    const { words, version: shown } = found.release;
    if (words === null)
      return noSuch(`版本 ${shown} 没有服务的 schema`, `version ${shown} has no schema of a server's`);
    return { version: shown, sdl: readWords(await this.#parts.registry.words.read(words)).sdl };
  }

  async register({ code, by }: Asked, text: string): Promise<NodeTold | Refusal> {
    const { registry, read, isBuiltIn } = this.#parts;
    const told = await read(text);
    if (!told.ok) return problemsRefusal(told.problems);
    if (told.node.code !== code)
      return notNow(`文件中的代码是 ${told.node.code}`, `the file's code is ${told.node.code}`);
    if (isBuiltIn(code)) return notNow(`${code} 是枢纽自带的节点`, `${code} is a node of the hub itself`);
    const { kind, version, hosts } = told.node;
    const digest = digestOf(text);
    const refused = newRelease(registry.of(code), { version, hosts, digest }, by);
    if (refused !== undefined) return refused;
    await registry.texts.keep(text);
    return this.#write({ code, by }, () => ({ act: "register", version, kind, digest, hosts: [...hosts] }));
  }

  /** Has the conformance kit ask the source. */
  async check({ code, by }: Asked, version: string | undefined, signal: AbortSignal): Promise<CheckedNode | Refusal> {
    const found = await this.#told(code, version);
    if (isRefusal(found)) return found;
    const { keeper, registry } = this.#parts;
    const whyNot = (made: MadeNode) => keeper.whyNot(made);
    const { report, words } = await found.told.check({ signal, whyNot, wasLive: found.release.wasLive });
    const waits = report.notNow?.[0]?.message;
    if (waits !== undefined)
      return { ...notNow(`现在不能检查：${waits.zh}`, `cannot be checked now: ${waits.en}`), notNow: true };
    const conformance = { score: scoreOf(report), failed: [...failedIds(report)], checkedAt: report.checkedAt };
    const passed = hasPassed(report);
    const kept = passed && words !== undefined ? { words: await registry.words.keep(words) } : {};
    const node = await this.#write({ code, by }, (entry) =>
      // Another text may have come meanwhile by the same version.
      releaseOf(entry, found.release.version)?.digest === found.release.digest
        ? { act: "check", version: found.release.version, passed, conformance, ...kept }
        : undefined,
    );
    return isRefusal(node) ? node : { node, report };
  }

  async shadow({ code, by }: Asked, version?: string): Promise<NodeTold | Refusal> {
    const found = this.#find(code, version, ({ stage }) => stage === "CHECKED");
    if (isRefusal(found)) return found;
    if (found.release.stage !== "CHECKED") return notInStage(found.release);
    return this.#write({ code, by }, () => ({ act: "shadow", version: found.release.version }));
  }

  /** To live. An owner's own version goes live where the operator agreed to its hosts before. */
  async promote(asked: Asked, version?: string): Promise<NodeTold | Refusal> {
    const found = this.#find(asked.code, version, ({ stage }) => stage === "CHECKED" || stage === "SHADOW");
    if (isRefusal(found)) return found;
    const { entry, release } = found;
    if (release.stage !== "CHECKED" && release.stage !== "SHADOW") return notInStage(release);
    const refused = asked.by === "OWNER" ? mayOwnerPromote(entry, release) : undefined;
    return refused ?? this.#serve(asked, found, { act: "promote", version: release.version });
  }

  /** Back to a version that was live; the one before by default. */
  async rollBack(asked: Asked, version?: string): Promise<NodeTold | Refusal> {
    const entry = knownEntry(this.#parts.registry, asked.code);
    if (isRefusal(entry)) return entry;
    const wanted = versionFor(entry, version);
    const release = wanted === undefined ? undefined : releaseOf(entry, wanted);
    if (release?.wasLive !== true || release.stage !== "RETIRED" || releaseInGraph(entry) === undefined)
      return notNow("没有可回退到的版本", "there is no version to go back to");
    return this.#serve(asked, { entry, release }, { act: "roll-back", version: release.version });
  }

  /** A quarantined node is opened anew. */
  async resume(asked: Asked): Promise<NodeTold | Refusal> {
    const found = this.#find(asked.code, undefined, ({ stage }) => stage === "QUARANTINED");
    if (isRefusal(found)) return found;
    if (found.release.stage !== "QUARANTINED") return notNow("节点未被隔离", "the node is not quarantined");
    return this.#serve(asked, found, { act: "resume", version: found.release.version });
  }

  /** Until it is resumed; of one that the hub has quarantined for its answers, it is not tried again by itself. */
  async quarantine({ code, by }: Asked, reason: string): Promise<NodeTold | Refusal> {
    const found = this.#find(code, undefined, ({ stage }) => isInGraph(stage));
    if (isRefusal(found)) return found;
    return this.#write({ code, by }, () => ({ act: "quarantine", version: found.release.version, reason }));
  }

  /** The node leaves: its types leave the graph, all its versions are retired, and its owner's token ends. Answers once this graph is without it. */
  async retire(asked: Asked, reason: string): Promise<NodeTold | Refusal> {
    const retired = await this.#write(asked, () => ({ act: "retire", reason }));
    if (isRefusal(retired)) return retired;
    const { registry, keeper } = this.#parts;
    const { code, by } = asked;
    // Whoever registered it anew meanwhile gave it a token that holds.
    if (retired.hasOwnerToken)
      await registry.write(code, by, (entry) => (hasLeft(entry) ? { act: "token", digest: null } : undefined));
    const isOut = await keeper.hasRemoved(code, LEAVING_MS);
    const entry = knownEntry(registry, code);
    return isRefusal(entry) ? entry : { ...this.#tell(entry), ...(isOut ? {} : { isLeaving: true }) };
  }

  /** A new token for the owner; the one before holds no more. Shown once. */
  async giveToken(asked: Asked): Promise<{ readonly code: string; readonly token: string } | Refusal> {
    const { token, digest } = createOwnerToken(asked.code);
    const node = await this.#write(asked, () => ({ act: "token", digest }));
    return isRefusal(node) ? node : { code: asked.code, token };
  }

  async takeToken(asked: Asked): Promise<NodeTold | Refusal> {
    return this.#write(asked, () => ({ act: "token", digest: null }));
  }

  /** What holds is the lower of this and the manifest's own; `{}` lifts. New ones must fit the version that stands for the node. */
  async limit(asked: Asked, limits: OwnLimits): Promise<NodeTold | Refusal> {
    const entry = knownEntry(this.#parts.registry, asked.code);
    const refused = isRefusal(entry)
      ? entry
      : (mayLimit(entry, limits) ?? (await this.#mayLimitSources(entry, limits)));
    return refused ?? this.#write(asked, () => ({ act: "limit", limits }));
  }

  /** What was set for a version before is not asked about again. */
  async #mayLimitSources(entry: NodeEntry, limits: OwnLimits): Promise<Refusal | undefined> {
    const isNew = ([name, limit]: readonly [string, object]) =>
      JSON.stringify(entry.limits[name]) !== JSON.stringify(limit);
    const changed = Object.fromEntries(Object.entries(limits).filter(isNew));
    const release = leadingRelease(entry);
    if (Object.keys(changed).length === 0 || release === undefined) return undefined;
    const told = await readRelease(this.#parts, release);
    return told.ok && told.node.manifest !== undefined ? mayLimitSources(told.node.manifest, changed) : undefined;
  }

  #tell(entry: NodeEntry): NodeTold {
    const { paused, shadowOf, driftOf } = this.#parts;
    return tellNode(entry, paused(entry.code), { shadow: shadowOf(entry), drift: driftOf(entry) });
  }

  /** A version by its number, or the latest in that stage. */
  #find(code: string, version: string | undefined, fits: (release: Release) => boolean): Found | Refusal {
    const entry = knownEntry(this.#parts.registry, code);
    if (isRefusal(entry)) return entry;
    const release =
      version === undefined ? (entry.releases.findLast(fits) ?? entry.releases.at(-1)) : releaseOf(entry, version);
    return release === undefined ? noSuch(`没有版本 ${version}`, `there is no version ${version}`) : { entry, release };
  }

  async #told(code: string, version?: string): Promise<(Found & { readonly told: ToldNode }) | Refusal> {
    const found = this.#find(code, version, ({ stage }) => stage !== "RETIRED");
    if (isRefusal(found)) return found;
    const read = await readRelease(this.#parts, found.release);
    return read.ok ? { ...found, told: read.node } : problemsRefusal(read.problems);
  }

  /** Into the graph first, then into the registry: what the graph refuses is written nowhere. */
  #serve(asked: Asked, { entry, release }: Found, act: RegistryAct): Promise<NodeTold | Refusal> {
    return this.#parts.keeper.exclusive(async () => {
      const { broken } = this.#parts.registry;
      if (broken !== null) return notNow(broken.zh, broken.en);
      const problems = await this.#parts.keeper.put(entry, release);
      return problems.length > 0 ? problemsRefusal(problems) : this.#write(asked, () => act);
    });
  }

  async #write(
    { code, by }: Asked,
    decide: (entry: NodeEntry | undefined) => RegistryAct | undefined,
  ): Promise<NodeTold | Refusal> {
    const written = await this.#parts.registry.write(code, by, decide).catch(brokenOf);
    if (written instanceof BrokenRegistry) return notNow(written.text.zh, written.text.en);
    if (written !== undefined) return this.#tell(written);
    const entry = knownEntry(this.#parts.registry, code);
    return isRefusal(entry) ? entry : notNow("节点目前的阶段不允许", "not in the node's present stage");
  }
}

function brokenOf(error: unknown): BrokenRegistry {
  if (error instanceof BrokenRegistry) return error;
  throw error;
}

/** Longest that one who leaves waits until the graph is without it. */
const LEAVING_MS = 30_000;

interface Found {
  readonly entry: NodeEntry;
  readonly release: Release;
}
