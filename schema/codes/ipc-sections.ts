import type { Bilingual } from "#schema/ids/parsed.ts";

/** Titles of the sections of the International Patent Classification (WIPO); the Chinese ones are those in general use (seen 2026-11). */
export const IPC_SECTIONS: Readonly<Record<string, Bilingual>> = {
  A: { zh: "人类生活必需", en: "Human necessities" },
  B: { zh: "作业；运输", en: "Performing operations; transporting" },
  C: { zh: "化学；冶金", en: "Chemistry; metallurgy" },
  D: { zh: "纺织；造纸", en: "Textiles; paper" },
  E: { zh: "固定建筑物", en: "Fixed constructions" },
  F: {
    zh: "机械工程；照明；加热；武器；爆破",
    en: "Mechanical engineering; lighting; heating; weapons; blasting",
  },
  G: { zh: "物理", en: "Physics" },
  H: { zh: "电学", en: "Electricity" },
};
