import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { politenessOf } from "#adapters/manifest/source-of.ts";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { PlugInActor } from "#subgraphs/runtime/plug-in.ts";
import { MOST_RELEASES } from "./apply-event.ts";
import { leadingRelease, type NodeEntry, type Release, releaseInGraph, releaseOf } from "./node-entry.ts";
import type { NodeRegistry } from "./node-registry.ts";
import type { OwnLimits } from "./registry-event.ts";
import { SERVER } from "./subgraph/told-subgraph.ts";

export function noSuch(zh: string, en: string): Refusal {
  return refuse("NOT_FOUND", { zh, en });
}

export function notNow(zh: string, en: string): Refusal {
  return refuse("ADMIN_CONFLICT", { zh, en });
}

export function knownEntry(registry: Pick<NodeRegistry, "of">, code: string): NodeEntry | Refusal {
  return registry.of(code) ?? noSuch(`登记簿中没有节点 ${code}`, `the registry has no node ${code}`);
}

/** Why a version cannot take the next step, by the stage that it is in, and what can be done. */
export function notInStage({ version, stage }: Pick<Release, "version" | "stage">): Refusal {
  const { zh, en } = STAGES[stage];
  return notNow(`版本 ${version} ${zh}`, `version ${version} ${en}`);
}

const STAGES: Readonly<Record<Release["stage"], Bilingual>> = {
  DRAFT: { zh: "尚未通过检查：先 node check", en: "has not passed its check: node check comes first" },
  CHECKED: { zh: "已通过检查，未上线", en: "has passed its check and is not live" },
  SHADOW: { zh: "已在影子运行", en: "is in the shadow already" },
  LIVE: { zh: "已上线", en: "is live already" },
  QUARANTINED: { zh: "被隔离：改好后 node resume", en: "is quarantined: node resume, once it is mended" },
  RETIRED: {
    zh: "已停用：曾上线的可 node rollback，否则登记新版本",
    en: "is retired: node rollback brings back one that was live; else register a new one",
  },
};

/** Why this text cannot be a new version; undefined where it can. */
export function newRelease(
  entry: NodeEntry | undefined,
  { version, hosts, digest }: Pick<Release, "version" | "hosts" | "digest">,
  by: PlugInActor,
): Refusal | undefined {
  const known = releaseOf(entry, version);
  if (known !== undefined && known.stage !== "DRAFT" && known.stage !== "CHECKED" && known.stage !== "RETIRED")
    return notNow(`版本 ${version} 已在使用，请提高版本号`, `version ${version} is in use; raise the version`);
  if (known?.wasLive === true && (known.stage !== "RETIRED" || known.digest !== digest))
    return notNow(`版本 ${version} 曾上线，请提高版本号`, `version ${version} was live; raise the version`);
  const newer = known === undefined ? newerLive(entry, version) : undefined;
  if (newer !== undefined)
    return notNow(
      `版本 ${version} 低于曾上线的 ${newer}：请写更高的版本号；要回到旧版，用 node rollback`,
      `version ${version} is below ${newer}, which was live: write a higher one; node rollback goes back to an older one`,
    );
  if ((entry?.releases.length ?? 0) >= MOST_RELEASES) return notNow("版本过多", "there are too many versions");
  const foreign = by === "OWNER" ? newHosts(entry, hosts) : [];
  if (foreign.length === 0) return undefined;
  return notNow(
    `新地址须由枢纽运营者登记：${foreign.join(", ")}`,
    `new hosts are registered by the hub's operator: ${foreign.join(", ")}`,
  );
}

/** An owner's version goes live by the owner's word where nothing of it is new to the operator: it asks only hosts agreed to before. */
export function mayOwnerPromote(entry: NodeEntry, { hosts }: Release): Refusal | undefined {
  const served = releaseInGraph(entry);
  if (served === undefined)
    return notNow("首次上线由枢纽运营者决定", "the hub's operator decides when a node goes live first");
  return hosts.every((host) => served.hosts.includes(host))
    ? undefined
    : notNow("新地址须由枢纽运营者同意", "new hosts need the word of the hub's operator");
}

/** Why a node told in a manifest cannot be limited so: it has no such source, or its manifest allows no more. */
export function mayLimitSources({ sources }: Manifest, limits: OwnLimits): Refusal | undefined {
  for (const [name, limit] of Object.entries(limits)) {
    const source = sources[name];
    if (source === undefined) {
      const there = Object.keys(sources).join(", ");
      return refuse("BAD_REQUEST", {
        zh: `清单没有来源 ${name}；有 ${there}`,
        en: `the manifest has no source ${name}; there are ${there}`,
      });
    }
    const manners = politenessOf(source);
    for (const key of ["requestsPerSecond", "concurrency", "dailyQuota"] as const) {
      const [asked, most] = [limit[key], manners[key]];
      if (asked !== undefined && most !== null && asked > most)
        return refuse("BAD_REQUEST", {
          zh: `${name} 的 ${key} 至多 ${most}（清单所定），限额只能调低`,
          en: `${key} of ${name} is ${most} at most, as the manifest says; limits only lower it`,
        });
    }
  }
  return undefined;
}

/** Why a node cannot be limited so: of a server elsewhere the hub knows how many questions it is asked at once, and no more. */
export function mayLimit(entry: NodeEntry, limits: OwnLimits): Refusal | undefined {
  if (leadingRelease(entry)?.kind !== "SUBGRAPH") return undefined;
  const isKnown = ([source, { requestsPerSecond, dailyQuota }]: readonly [string, OwnLimits[string]]) =>
    source === SERVER && requestsPerSecond === undefined && dailyQuota === undefined;
  if (Object.entries(limits).every(isKnown)) return undefined;
  return notNow(
    `子图服务只能限制同时提问数：node limit ${entry.code} ${SERVER} --concurrency N`,
    `of a subgraph server only the questions asked at once can be limited: node limit ${entry.code} ${SERVER} --concurrency N`,
  );
}

/** Hosts of which none of the operator's own versions knew. */
function newHosts(entry: NodeEntry | undefined, hosts: readonly string[]): readonly string[] {
  const agreed = new Set(entry?.releases.flatMap((release) => release.hosts) ?? []);
  return hosts.filter((host) => !agreed.has(host));
}

/** The version to go back to: the one asked for, or the one that was live before the one that is, what was rolled back left aside. */
export function versionFor(entry: NodeEntry, version: string | undefined): string | undefined {
  if (version !== undefined) return version;
  const now = releaseInGraph(entry)?.version;
  const before = livedInTurn(entry);
  return before.slice(0, Math.max(0, before.lastIndexOf(now ?? ""))).at(-1);
}

/** Versions as each took the place of the one before; one that came back undoes those that came after it. */
function livedInTurn({ history }: NodeEntry): readonly string[] {
  const turns: string[] = [];
  for (const { version, lifecycle } of history) {
    if (lifecycle !== "LIVE") continue;
    const at = turns.indexOf(version);
    if (at >= 0) turns.length = at;
    turns.push(version);
  }
  return turns;
}

/** What was live already and is newer than this version; undefined where it comes after all of them. */
function newerLive(entry: NodeEntry | undefined, version: string): string | undefined {
  const lived = (entry?.releases ?? []).filter(({ wasLive }) => wasLive).map((release) => release.version);
  return lived
    .filter((one) => compareVersions(one, version) > 0)
    .toSorted(compareVersions)
    .at(-1);
}

function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split(".").map(Number));
  const at = [0, 1, 2].find((part) => a?.[part] !== b?.[part]) ?? 0;
  return (a?.[at] ?? 0) - (b?.[at] ?? 0);
}
