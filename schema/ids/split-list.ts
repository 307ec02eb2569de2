/** Brackets and quotation marks that close, by what opens them. */
const PAIRS: Readonly<Record<string, string>> = {
  "(": ")",
  "（": ")",
  "[": "]",
  "【": "]",
  "〔": "]",
  "《": "》",
  "「": "」",
  "“": "”",
};
const CLOSING: Readonly<Record<string, string>> = {
  ")": ")",
  "）": ")",
  "]": "]",
  "】": "]",
  "〕": "]",
  "》": "》",
  "」": "」",
  "”": "”",
};

const ANY_BRACKET = new RegExp(
  `[${[...Object.keys(PAIRS), ...Object.keys(CLOSING)].map((sign) => `\\${sign}`).join("")}]`,
);

/**
 * The parts of a text between separators, none of them within brackets or quotation marks:
 * `开放许可声明;专利权评价报告（实用新型、外观设计）` has two. A bracket that is not closed is a sign like any other; a separator
 * that has one in it is looked for everywhere.
 */
export function splitOutsideBrackets(text: string, separators: RegExp | string): readonly string[] {
  const isPlain = !ANY_BRACKET.test(text) || (typeof separators === "string" && ANY_BRACKET.test(separators));
  return isPlain ? text.split(separators) : splitAround(text, separators);
}

function splitAround(text: string, separators: RegExp | string): readonly string[] {
  const depthAt = depths(text);
  const pattern = typeof separators === "string" ? RegExp.escape(separators) : separators.source;
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  let at = 0;
  for (const { 0: found, index } of text.matchAll(new RegExp(pattern, "g"))) {
    for (; at <= index; at++) depth += depthAt.get(at) ?? 0;
    if (depth > 0) continue;
    parts.push(text.slice(from, index));
    from = index + found.length;
  }
  return [...parts, text.slice(from)];
}

/** By place, how many pairs begin there, less those that end. */
function depths(text: string): ReadonlyMap<number, number> {
  const changes = new Map<number, number>();
  const open = new Map<string, number[]>();
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    const closedBy = PAIRS[sign];
    if (closedBy !== undefined) {
      const begun = open.get(closedBy) ?? [];
      begun.push(at);
      open.set(closedBy, begun);
    }
    const begun = open.get(CLOSING[sign] ?? "")?.pop();
    if (begun === undefined) continue;
    changes.set(begun, (changes.get(begun) ?? 0) + 1);
    changes.set(at, (changes.get(at) ?? 0) - 1);
  }
  return changes;
}
