import type { WorldPatent } from "./types.ts";

const ENDINGS = new Set(["CF01", "CX01", "AR01", "RJ01", "WD01"]);

/** The three words in which portals tell a patent's state, as far as the gazette has told it. */
export function coarseStatus(patent: Pick<WorldPatent, "legalEvents">): "在审" | "有效" | "失效" {
  if (patent.legalEvents.some((entry) => ENDINGS.has(entry.code))) return "失效";
  return patent.legalEvents.some((entry) => entry.code === "GR01") ? "有效" : "在审";
}
