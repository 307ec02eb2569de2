import { z } from "zod";
import type { KindShape } from "./kind-shape.ts";

/** How an answer may have changed. */
const DRIFT_CODES = [
  /** The list cannot be read any more, or is refused. */
  "UNREADABLE",
  /** Fewer records than a probe of the manifest says. */
  "TOO_FEW",
  "NOTHING_LEFT",
  "ROWS_MISSING",
  "FIELD_EMPTY",
  /** Values of a field are not what its normaliser reads. */
  "VALUES_UNREAD",
  /** A record that a probe names is gone. */
  "PROBE_GONE",
] as const;

export const DRIFT_FINDING = z.strictObject({
  code: z.enum(DRIFT_CODES),
  /** What it is about: a field, or the id of a probe. */
  about: z.string().max(300).nullable(),
  message: z.strictObject({ zh: z.string().max(1_000), en: z.string().max(1_000) }),
});

export type DriftFinding = z.output<typeof DRIFT_FINDING>;

export interface ShapeTerms {
  /** When it was last as it should be; null where it never was looked at. */
  readonly good: KindShape | null;
  /** Of the manifest's probes of this kind. */
  readonly atLeast: number;
}

/** Share of records beyond which what is wrong with them is taken to be the source's doing. */
const NOTABLE = 0.2;
/** How likely a sample may be though the source is as before: beyond that it is not. */
const BY_CHANCE = 0.01;
/** Records from which on half of them missing is told. */
const WHOLE_SAMPLE = 10;

/** What has changed for the worse; nothing where all is as it was. Pure. */
export function compareShapes(now: KindShape, { good, atLeast }: ShapeTerms): readonly DriftFinding[] {
  if (now.total < atLeast) {
    const message = {
      zh: `应不少于 ${atLeast} 条，实为 ${now.total}`,
      en: `${atLeast} were due, there are ${now.total}`,
    };
    return [{ code: "TOO_FEW", about: null, message }];
  }
  if (good === null) return unreadRecords(now);
  return [...missingRows(now, good), ...emptiedFields(now, good), ...newProblems(now, good)];
}

function missingRows(now: KindShape, good: KindShape): readonly DriftFinding[] {
  if (good.total > 0 && now.total === 0) {
    const message = { zh: `原有 ${good.total} 条，现为 0`, en: `there were ${good.total}, now there are none` };
    return [{ code: "NOTHING_LEFT", about: null, message }];
  }
  const isNoneSeen = now.records === 0 && good.records > 0;
  const isHalfGone = good.records >= WHOLE_SAMPLE && now.records * 2 < good.records;
  if (!isNoneSeen && !isHalfGone) return [];
  const message = {
    zh: `同样的询问，原得 ${good.records} 条，现得 ${now.records} 条`,
    en: `the same question gave ${good.records} records and gives ${now.records} now`,
  };
  return [{ code: "ROWS_MISSING", about: null, message }];
}

/** A field that few records have may be absent from a sample by chance. */
function emptiedFields(now: KindShape, good: KindShape): readonly DriftFinding[] {
  if (now.records === 0 || good.records === 0) return [];
  return Object.entries(good.filled).flatMap(([field, count]): readonly DriftFinding[] => {
    const chance = (1 - Math.min(1, count / good.records)) ** now.records;
    if ((now.filled[field] ?? 0) > 0 || chance >= BY_CHANCE) return [];
    const message = {
      zh: `原 ${good.records} 条中 ${count} 条有值，现 ${now.records} 条均无`,
      en: `${count} of ${good.records} records had it, none of ${now.records} has it now`,
    };
    return [{ code: "FIELD_EMPTY", about: field, message }];
  });
}

/** Those that were there before are the source's own ways. */
function newProblems(now: KindShape, good: KindShape): readonly DriftFinding[] {
  return Object.entries(now.problems).flatMap(([name, count]): readonly DriftFinding[] => {
    // By Laplace's rule of succession: what a small sample does not show may be there.
    const usual = ((good.problems[name] ?? 0) + 1) / (good.records + 2);
    if (!isNotable(count, now) || chanceOf(count, now.records, usual) >= BY_CHANCE) return [];
    const [field = "", code = ""] = name.split(" ");
    const message = {
      zh: `${now.records} 条中 ${count} 条：${code}`,
      en: `${code} in ${count} of ${now.records} records`,
    };
    return [{ code: "VALUES_UNREAD", about: field, message }];
  });
}

/** The kit has let as many pass as are notable, and now the sample may be another. */
function unreadRecords(now: KindShape): readonly DriftFinding[] {
  if (chanceOf(now.unread, now.records, NOTABLE) >= BY_CHANCE) return [];
  const message = {
    zh: `${now.records} 条中 ${now.unread} 条有读不出的字段`,
    en: `${now.unread} of ${now.records} records have a field that cannot be read`,
  };
  return [{ code: "VALUES_UNREAD", about: null, message }];
}

function isNotable(count: number, { records }: KindShape): boolean {
  return count > records * NOTABLE;
}

/** That at least `count` of `records` are so, where each is with that probability (binomial distribution). */
function chanceOf(count: number, records: number, probability: number): number {
  let exactly = (1 - probability) ** records;
  let fewer = 0;
  for (let number = 0; number < count; number += 1) {
    fewer += exactly;
    exactly *= ((records - number) / (number + 1)) * (probability / (1 - probability));
  }
  return 1 - fewer;
}
