import type { NodeLifecycle } from "#subgraphs/runtime/plug-in.ts";
import { isInGraph, nextStage, type Step } from "./lifecycle.ts";
import { type NodeEntry, type Release, releaseOf } from "./node-entry.ts";
import type { RegistryAct, RegistryEvent } from "./registry-event.ts";

/** How many changes of a node are kept at hand; all are in the file. */
const HISTORY = 200;
/** Versions of one node. */
export const MOST_RELEASES = 1_000;

/** The node after the event; undefined where it cannot happen to the node as it is. Pure: whoever reads the same events has the same nodes. */
export function applyEvent(entry: NodeEntry | undefined, event: RegistryEvent): NodeEntry | undefined {
  const { what } = event;
  if (what.act === "register") return register(entry, event, what);
  if (entry === undefined) return undefined;
  switch (what.act) {
    case "token":
      return { ...entry, ownerToken: what.digest };
    case "limit":
      return { ...entry, limits: what.limits };
    case "retire":
      return retire(entry, event, what.reason);
    default:
      return step(entry, event, what);
  }
}

type Stepping = Exclude<RegistryAct, { readonly act: "register" | "token" | "limit" | "retire" }>;

const STEPS = {
  shadow: "shadow",
  promote: "promote",
  quarantine: "quarantine",
  resume: "resume",
  "roll-back": "roll-back",
} as const satisfies Record<Exclude<Stepping["act"], "check">, Step>;

/** A version that was never live may be told anew; one that was stays what it was, and may come again as such. */
function register(
  entry: NodeEntry | undefined,
  event: RegistryEvent,
  { version, kind, digest, hosts }: Extract<RegistryAct, { readonly act: "register" }>,
): NodeEntry | undefined {
  const known = releaseOf(entry, version);
  if (known !== undefined && !mayBeToldAnew(known, digest)) return undefined;
  const others = (entry?.releases ?? []).filter((release) => release !== known);
  if (others.length >= MOST_RELEASES) return undefined;
  const release: Release = {
    ...{ version, kind, digest, hosts },
    words: null,
    stage: "DRAFT",
    wasLive: false,
    registeredAt: event.at,
    registeredBy: event.by,
    conformance: null,
    reason: null,
    isTriedAgain: false,
  };
  const base = entry ?? { code: event.code, releases: [], ownerToken: null, limits: {}, history: [] };
  return changed({ ...base, releases: [...others, release] }, event, [[version, "DRAFT"]]);
}

function mayBeToldAnew({ stage, wasLive, digest }: Release, now: string): boolean {
  if (wasLive) return stage === "RETIRED" && digest === now;
  return stage !== "SHADOW";
}

function step(entry: NodeEntry, event: RegistryEvent, what: Stepping): NodeEntry | undefined {
  const release = releaseOf(entry, what.version);
  if (release === undefined) return undefined;
  const taken: Step = what.act === "check" ? (what.passed ? "check" : "fail") : STEPS[what.act];
  const stage = nextStage(release.stage, taken);
  if (stage === undefined || (taken === "roll-back" && !mayComeBack(release, entry))) return undefined;
  const moved: Release = {
    ...release,
    stage,
    wasLive: release.wasLive || stage === "LIVE",
    conformance: what.act === "check" ? what.conformance : release.conformance,
    words: what.act === "check" ? wordsAfter(release, what.words) : release.words,
    ...standing(release, what, stage),
  };
  const others = entry.releases.filter((other) => other !== release).map((other) => makeRoom(other, moved));
  const releases = entry.releases.map((one) =>
    one === release ? moved : (others.find(({ version }) => version === one.version) ?? one),
  );
  const changes = releases.flatMap((one, index): readonly StageChange[] =>
    one.stage === entry.releases[index]?.stage ? [] : [[one.version, one.stage]],
  );
  return changed({ ...entry, releases }, event, changes);
}

/** Why the version is where it is: a check moves none that is quarantined. */
function standing(release: Release, what: Stepping, stage: NodeLifecycle): Pick<Release, "reason" | "isTriedAgain"> {
  if (what.act === "quarantine") return { reason: what.reason, isTriedAgain: what.triedAgain === true };
  const { reason, isTriedAgain } = release;
  return stage === release.stage ? { reason, isTriedAgain } : { reason: null, isTriedAgain: false };
}

/** What was live stays what it was, whatever its server says now. */
function wordsAfter({ wasLive, words }: Release, now: string | undefined): string | null {
  return wasLive ? words : (now ?? words);
}

/** What was live, in place of what is in the graph now: a node that has left comes back by registering alone. */
function mayComeBack({ wasLive }: Release, entry: NodeEntry): boolean {
  return wasLive && entry.releases.some(({ stage }) => isInGraph(stage));
}

/** One version of a node is in the graph, and one in the shadow of it. */
function makeRoom(other: Release, { stage, version }: Release): Release {
  const isInTheWay = (isInGraph(stage) && isInGraph(other.stage)) || (stage === "SHADOW" && other.stage === "SHADOW");
  const replaced = isInTheWay ? nextStage(other.stage, "replace") : undefined;
  return replaced === undefined ? other : { ...other, stage: replaced, reason: `replaced by ${version}` };
}

function retire(entry: NodeEntry, event: RegistryEvent, reason: string): NodeEntry | undefined {
  const leaving = entry.releases.filter(({ stage }) => stage !== "RETIRED");
  if (leaving.length === 0) return undefined;
  const releases = entry.releases.map((release) =>
    release.stage === "RETIRED" ? release : { ...release, stage: "RETIRED" as const, reason },
  );
  return changed(
    { ...entry, releases },
    event,
    leaving.map(({ version }) => [version, "RETIRED"]),
  );
}

type StageChange = readonly [version: string, stage: NodeLifecycle];

function changed(entry: NodeEntry, { at, by }: RegistryEvent, changes: readonly StageChange[]): NodeEntry {
  const told = changes.map(([version, lifecycle]) => ({ changedAt: at, version, lifecycle, changedBy: by }));
  return { ...entry, history: [...entry.history, ...told].slice(-HISTORY) };
}
