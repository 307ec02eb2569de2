import { toMs } from "#adapters/manifest/dialect/duration.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { FoundProblem } from "#adapters/manifest/format/problem.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { type Path, sourceOf } from "./scene.ts";

/** For less, what a list showed would be asked for again record by record. */
const SHORTEST = "10m";

/** Nothing may be wanted fresh for longer than it may be kept at all. */
export function* checkKeeping(manifest: Manifest): Iterable<FoundProblem> {
  const { keepAtMost } = manifest.licence;
  if (keepAtMost === undefined) return;
  if (toMs(keepAtMost) < toMs(SHORTEST)) {
    const message = { zh: `keepAtMost 至少为 ${SHORTEST}`, en: `keepAtMost is ${SHORTEST} at least` };
    yield problem(["licence", "keepAtMost"], message, { zh: `写作 ${SHORTEST}`, en: `Write ${SHORTEST}` });
    return;
  }
  for (const [path, time] of timesOf(manifest)) {
    if (toMs(time) <= toMs(keepAtMost)) continue;
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

/** For how long something counts as fresh, and how often it is looked for. */
function timesOf(manifest: Manifest): readonly (readonly [path: Path, time: string])[] {
  const kinds = Object.entries(manifest.kinds).flatMap(([kind, { cache, list }]) =>
    sourceOf(manifest, list.source)?.snapshot === undefined
      ? (["list", "record"] as const).map((key) => [["kinds", kind, "cache", key], cache[key]] as const)
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
