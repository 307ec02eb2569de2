import type { NormaliserName } from "#adapters/manifest/format/kind-format.ts";
import type { FoundProblem } from "#adapters/manifest/format/problem.ts";
import { refuseDateFormat } from "#adapters/manifest/mapping/date-format.ts";
import { compileRegex } from "#adapters/manifest/mapping/linear-regex.ts";
import type { FullField } from "#adapters/manifest/mapping/read-field.ts";
import { nearestName } from "#adapters/runtime/settings/nearest-name.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { KindField } from "#schema/kind-fields.ts";
import type { Path } from "./scene.ts";

interface OptionScene {
  readonly field: KindField;
  readonly full: FullField;
  readonly used: NormaliserName;
}

/** Which normalisers look at an option. */
const READERS: Readonly<Partial<Record<keyof FullField, readonly NormaliserName[]>>> = {
  formats: ["date", "instant"],
  unit: ["money", "price"],
  unitFrom: ["money", "price"],
  uscc: ["party", "parties"],
  separator: ["list", "codes", "parties"],
};

/** Options of a field: that they do something, and are right. */
export function* checkOptions(scene: OptionScene, path: Path): Iterable<FoundProblem> {
  const { full, used } = scene;
  for (const [option, readers] of Object.entries(READERS)) {
    if (Reflect.get(full, option) === undefined || readers.includes(used)) continue;
    yield {
      code: "OPTION_UNUSED",
      path: [...path, option],
      onKey: true,
      message: { zh: `${used} 不看 ${option}`, en: `${used} does not look at ${option}` },
      suggestion: {
        zh: `删去 ${option}，或用 as: ${readers[0]}`,
        en: `Leave ${option} out, or write as: ${readers[0]}`,
      },
    };
  }
  yield* checkFormats(full, path);
  yield* checkTable(scene, path);
  if (full.match === undefined) return;
  const compiled = compileRegex(full.match);
  if (!compiled.ok) yield pattern(compiled.reason, [...path, "match"]);
}

function pattern(reason: string, path: Path): FoundProblem {
  return {
    code: "PATTERN",
    path,
    message: { zh: `不是 RE2 的正则表达式：${reason}`, en: `Not a pattern of RE2: ${reason}` },
    suggestion: {
      zh: "RE2 没有前后查找与反向引用；用第一个括号组取值；正则宜放在单引号内",
      en: "RE2 has no look-around and no back references; the first group is taken; single quotes suit patterns best",
    },
  };
}

const FORMAT_FAULTS: Readonly<Record<string, Bilingual>> = {
  "no-day": {
    zh: "日期格式须有年（yyyy）、月（MM 或 M）、日（dd 或 d）",
    en: "A date format needs year (yyyy), month (MM or M) and day (dd or d)",
  },
  repeated: {
    zh: "日期格式中有重复的部分（mm 是分，MM 是月）",
    en: "A part of the date format is there twice (mm is minutes, MM is months)",
  },
  "unknown-letter": { zh: "日期格式中有不认识的字母", en: "The date format has letters that stand for nothing" },
};

function* checkFormats({ formats = [] }: FullField, path: Path): Iterable<FoundProblem> {
  for (const [index, format] of formats.entries()) {
    const fault = refuseDateFormat(format);
    const message = fault === undefined ? undefined : FORMAT_FAULTS[fault];
    if (message === undefined) continue;
    const suggestion = {
      zh: "例：yyyy年MM月dd日、yyyy-MM-dd HH:mm:ss、epoch-ms",
      en: "For example yyyy年MM月dd日, yyyy-MM-dd HH:mm:ss, epoch-ms",
    };
    yield { code: "DATE_FORMAT", path: [...path, "formats", index], message, suggestion };
  }
}

/** What a table says must be a code of the field's enum. */
function* checkTable({ field, full: { table = {} }, used }: OptionScene, path: Path): Iterable<FoundProblem> {
  if ((used !== "code" && used !== "codes") || Object.keys(field.codes).length === 0) return;
  for (const [word, code] of Object.entries(table)) {
    if (code in field.codes) continue;
    const codes = Object.keys(field.codes);
    const nearest = nearestName(code, codes);
    yield {
      code: "UNKNOWN_CODE",
      path: [...path, "table", word],
      message: { zh: `${field.name} 没有代码 ${code}`, en: `${field.name} has no code ${code}` },
      suggestion:
        nearest === undefined
          ? { zh: `可用：${codes.join(", ")}`, en: `One of: ${codes.join(", ")}` }
          : {
              zh: `是否想写 ${nearest}？可用：${codes.join(", ")}`,
              en: `Did you mean ${nearest}? One of: ${codes.join(", ")}`,
            },
    };
  }
}
