import { toMs } from "#adapters/manifest/dialect/duration.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { FoundProblem } from "#adapters/manifest/format/problem.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { type Path, sourceOf } from "./scene.ts";

/** For less, the index would hold hardly anything, and what a list showed would be asked for again record by record. */
const SHORTEST = "30m";
/** The list is read whole after half of it. */
const SHORTEST_HARVESTED = "1h";

/** Nothing may be wanted fresh for longer than it may be kept at all. */
export function* checkKeeping(manifest: Manifest): Iterable<FoundProblem> {
  yield* checkHarvested(manifest);
  const { keepAtMost } = manifest.licence;
  if (keepAtMost === undefined) return;
  if (toMs(keepAtMost) < toMs(SHORTEST)) {
    const message = { zh: `keepAtMost 至少为 ${SHORTEST}`, en: `keepAtMost is ${SHORTEST} at least` };
    yield problem(["licence", "keepAtMost"], message, { zh: `写作 ${SHORTEST}`, en: `Write ${SHORTEST}` });
    return;
  }
  for (const [path, time] of timesOf(manifest)) {
    if (time === undefined || toMs(time) <= toMs(keepAtMost)) continue;
    const name = path.slice(-2).join(".");
    const message = {
      zh: `${name}（${time}）长于 licence.keepAtMost（${keepAtMost}）`,
      en: `${name} (${time}) is longer than licence.keepAtMost (${keepAtMost})`,
    };
    const key = path.at(-1);
    yield problem(path, message, {
      zh: `写 ${key}: ${keepAtMost} 或更短；不写则为 ${time} 的，也须写明`,
      en: `Write ${key}: ${keepAtMost}, or less; a time that holds where nothing is written must be written too`,
    });
  }
}

/** What stands in where a portal cannot be asked comes from its harvest. */
function* checkHarvested(manifest: Manifest): Iterable<FoundProblem> {
  for (const [kind, { cache, harvest, list }] of Object.entries(manifest.kinds)) {
    const { harvested } = cache;
    if (harvested === undefined) continue;
    const path = ["kinds", kind, "cache", "harvested"];
    const leaveOut = { zh: "删去 harvested", en: "Leave harvested out" };
    if (sourceOf(manifest, list.source)?.snapshot !== undefined) {
      const [zh, en] = ["快照本就在枢纽，没有 harvested", "A snapshot lies at the hub anyway, without harvested"];
      yield problem(path, { zh, en }, leaveOut);
    } else if (!harvest || manifest.licence.accessPolicy === "NODE_ONLY") {
      const [zh, en] = [
        "未获准收割，没有可代用的记录",
        "Without leave to harvest there is nothing that could stand in",
      ];
      yield problem(
        path,
        { zh, en },
        {
          zh: "删去 harvested，或写 harvest: true（accessPolicy 不是 NODE_ONLY）",
          en: "Leave harvested out, or write harvest: true (with another accessPolicy than NODE_ONLY)",
        },
      );
    } else if (toMs(harvested) < toMs(SHORTEST_HARVESTED)) {
      const [zh, en] = [`harvested 至少为 ${SHORTEST_HARVESTED}`, `harvested is ${SHORTEST_HARVESTED} at least`];
      const write = { zh: "写作 1d：一夜所得，次日可用", en: "Write 1d: what a night brought, for the next day" };
      yield problem(path, { zh, en }, write);
    }
  }
}

/** For how long something counts as fresh, and how often it is looked for. */
function timesOf(manifest: Manifest): readonly (readonly [path: Path, time: string | undefined])[] {
  const kinds = Object.entries(manifest.kinds).flatMap(([kind, { cache, list }]) =>
    sourceOf(manifest, list.source)?.snapshot === undefined
      ? (["list", "record", "harvested"] as const).map((key) => [["kinds", kind, "cache", key], cache[key]] as const)
      : [],
  );
  const sources = Object.entries(manifest.sources).flatMap(([name, { snapshot }]) =>
    snapshot === undefined ? [] : [[["sources", name, "snapshot", "every"], snapshot.every] as const],
  );
  return [...kinds, ...sources];
}

function problem(path: Path, message: Bilingual, suggestion: Bilingual): FoundProblem {
  return { code: "KEEP_TIMES", path, message, suggestion };
}
