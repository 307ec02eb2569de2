/** Kinds of works that the Copyright Law (art. 3, as of 2021) names. */
export type WorkCategoryCode = (typeof WORDS)[number][1] | "UNKNOWN";

/** The registers' words, the more telling ones first. Letters in numbers are not read: only two of them are known for sure. */
const WORDS = [
  [/文字/, "LITERARY"],
  [/口述/, "ORAL"],
  [/音乐/, "MUSIC"],
  [/戏剧/, "DRAMA"],
  [/曲艺/, "QUYI"],
  [/舞蹈/, "DANCE"],
  [/杂技/, "ACROBATICS"],
  [/美术/, "FINE_ART"],
  [/建筑/, "ARCHITECTURE"],
  [/摄影/, "PHOTOGRAPHY"],
  [/视听|电影|电视|摄制/, "AUDIOVISUAL"],
  [/图形|设计图|地图|示意图/, "DRAWING"],
  [/模型/, "MODEL"],
  [/其他/, "OTHER"],
] as const;

export function workCategoryOf(printed: string | null): WorkCategoryCode {
  return WORDS.find(([pattern]) => printed !== null && pattern.test(printed))?.[1] ?? "UNKNOWN";
}
