import type { PatentType } from "#schema/ids/application-number.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";

/** What a Chinese document is, by its kind code. */
type PublicationStage = "APPLICATION" | "GRANT" | "AMENDED_AFTER_INVALIDATION" | "CORRECTION";

export interface KindCode {
  readonly type: PatentType;
  readonly stage: PublicationStage;
  readonly label: Bilingual;
}

interface Letter {
  readonly type: PatentType;
  readonly stage: "APPLICATION" | "GRANT";
  readonly label: Bilingual;
  /** Whether the digits 1–7 mean claims re-published after a partial invalidation. */
  readonly amended: boolean;
}

const LETTERS: Readonly<Record<string, Letter>> = {
  A: letter("INVENTION", "APPLICATION", "发明专利申请公布", "Published invention application", false),
  B: letter("INVENTION", "GRANT", "发明专利授权公告", "Granted invention", false),
  C: letter("INVENTION", "GRANT", "发明专利授权公告（2010 年前）", "Granted invention (before 2010)", true),
  U: letter("UTILITY_MODEL", "GRANT", "实用新型专利授权公告", "Granted utility model", false),
  Y: letter("UTILITY_MODEL", "GRANT", "实用新型专利授权公告（2010 年前）", "Granted utility model (before 2010)", true),
  D: letter("DESIGN", "GRANT", "外观设计专利授权公告（2010 年前）", "Granted design (before 2010)", false),
  S: letter("DESIGN", "GRANT", "外观设计专利授权公告", "Granted design", true),
};

/**
 * Meaning of a CN kind code (ST.16 style). `C`, `Y` alone are old grants, `C1`–`C7`, `Y1`–`Y7`, `S1`–`S7` documents
 * amended after a partial invalidation, 8 and 9 corrections. `null` for codes that CN does not use.
 */
export function kindCodeOf(code: string): KindCode | null {
  const [, name = "", digit = ""] = /^([A-Z])(\d?)$/.exec(code.trim().toUpperCase()) ?? [];
  const known = Object.hasOwn(LETTERS, name) ? LETTERS[name] : undefined;
  if (known === undefined) return null;
  if (digit === "") return { type: known.type, stage: known.stage, label: known.label };
  if (digit === "8" || digit === "9") return variant(known, "CORRECTION", "更正", "correction");
  if (/[1-7]/.test(digit) && known.amended) {
    return variant(known, "AMENDED_AFTER_INVALIDATION", "部分无效后公告", "re-published after partial invalidation");
  }
  return null;
}

function variant(known: Letter, stage: PublicationStage, zh: string, en: string): KindCode {
  const label = { zh: `${known.label.zh}（${zh}）`, en: `${known.label.en} (${en})` };
  return { type: known.type, stage, label };
}

function letter(type: PatentType, stage: Letter["stage"], zh: string, en: string, amended: boolean): Letter {
  return { type, stage, label: { zh, en }, amended };
}
