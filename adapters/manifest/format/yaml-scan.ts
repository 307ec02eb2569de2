import { CST, Lexer } from "yaml";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { ManifestProblemCode } from "./problem.ts";

/** Characters. */
const LONGEST_MANIFEST = 1_000_000;
/** Signs, words, blanks and line ends: a manifest of a thousand lines has about ten thousand. */
const MOST_TOKENS = 60_000;
const DEEPEST = 32;

export interface TextProblem {
  readonly code: ManifestProblemCode;
  readonly offset: number;
  readonly message: Bilingual;
  readonly suggestion?: Bilingual;
}

/**
 * What is refused before the text is parsed, in one linear pass: the parser itself takes many seconds for a million
 * tags, or for brackets that never close.
 */
export function scanYaml(text: string): TextProblem | undefined {
  if (text.length > LONGEST_MANIFEST) {
    const suggestion = {
      zh: "清单通常不过数千行；把数据留在来源里",
      en: "A manifest rarely has more than some thousand lines; leave data at the source",
    };
    return { ...tooLarge(LONGEST_MANIFEST), suggestion };
  }
  let offset = 0;
  let count = 0;
  const walk: Walk = { flow: 0, dashes: 0, isScalar: false };
  for (const token of new Lexer().lex(text)) {
    count += 1;
    const problem = count > MOST_TOKENS ? tooLarge(offset) : refuseToken(token, offset, walk);
    if (problem !== undefined) return problem;
    if (!MARKS.has(token)) offset += token.length;
  }
  return undefined;
}

interface Walk {
  flow: number;
  /** `- - -` on one line. */
  dashes: number;
  /** What comes next is the text of a plain or quoted value. */
  isScalar: boolean;
}

/** Marks of the lexer that stand for no text. */
const MARKS = new Set<string>([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);

function refuseToken(token: string, offset: number, walk: Walk): TextProblem | undefined {
  if (walk.isScalar) {
    walk.isScalar = false;
    return undefined;
  }
  if (token === CST.SCALAR) {
    walk.isScalar = true;
    return undefined;
  }
  switch (CST.tokenType(token)) {
    case "flow-map-start":
    case "flow-seq-start":
      walk.flow += 1;
      return walk.flow > DEEPEST ? tooDeep(offset) : undefined;
    case "flow-map-end":
    case "flow-seq-end":
      walk.flow -= 1;
      return undefined;
    case "seq-item-ind":
      walk.dashes += 1;
      return walk.dashes > DEEPEST ? tooDeep(offset) : undefined;
    case "newline":
      walk.dashes = 0;
      return undefined;
    default:
      return refuseFeature(token, offset);
  }
}

/** Parts of YAML that a manifest does not need, and that have hurt others. */
function refuseFeature(token: string, offset: number): TextProblem | undefined {
  switch (CST.tokenType(token)) {
    case "anchor":
    case "alias":
      return {
        code: "ALIAS",
        offset,
        message: {
          zh: `不允许锚点与别名（${token.slice(0, 30)}）`,
          en: `Anchors and aliases are not allowed (${token.slice(0, 30)})`,
        },
        suggestion: {
          zh: "把内容写出来；以 & 或 * 开头的文字要加引号",
          en: "Write the content out; quote a text that begins with & or *",
        },
      };
    case "tag":
      return {
        code: "TAG",
        offset,
        message: {
          zh: `不允许 YAML 标签（${token.slice(0, 30)}）`,
          en: `YAML tags are not allowed (${token.slice(0, 30)})`,
        },
        suggestion: {
          zh: "删去标签；以 ! 开头的文字要加引号",
          en: "Leave the tag out; quote a text that begins with !",
        },
      };
    case "doc-start":
      return undefined;
    case "explicit-key-ind":
      return {
        code: "NOT_YAML",
        offset,
        message: { zh: "不允许以 ? 写键", en: "Keys written with ? are not allowed" },
        suggestion: {
          zh: "写作 键: 值；以 ? 开头的文字要加引号",
          en: "Write key: value; quote a text that begins with ?",
        },
      };
    default:
      return undefined;
  }
}

function tooLarge(offset: number): TextProblem {
  return {
    code: "TOO_LARGE",
    offset,
    message: {
      zh: "文件过大（至多 1 MB、6 万个词与符号）",
      en: "The file is too large (at most 1 MB and 60,000 words and signs)",
    },
  };
}

function tooDeep(offset: number): TextProblem {
  return {
    code: "TOO_DEEP",
    offset,
    message: { zh: `嵌套过深（至多 ${DEEPEST} 层）`, en: `Nested too deep (at most ${DEEPEST} levels)` },
  };
}
