import { type Document, isScalar, visit, type YAMLError } from "yaml";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { ManifestProblemCode } from "./problem.ts";
import type { TextProblem } from "./yaml-scan.ts";

interface Told {
  readonly code?: ManifestProblemCode;
  readonly message: Bilingual;
  readonly suggestion?: Bilingual;
}

const QUOTE: Bilingual = { zh: "把这段文字放进引号", en: "Put the text in quotes" };

/** The parser's codes in an owner's terms (yaml 2.9). */
const TOLD: Readonly<Partial<Record<YAMLError["code"], Told>>> = {
  BAD_INDENT: {
    message: { zh: "缩进不对，或括号没有合上", en: "Wrong indentation, or a bracket that is not closed" },
    suggestion: { zh: "同级的键左端对齐；{ 与 [ 要有 } 与 ]", en: "Align the keys of one level; { and [ need } and ]" },
  },
  BAD_SCALAR_START: {
    message: { zh: "文字不能以此符号开头", en: "A text cannot begin with this sign" },
    suggestion: QUOTE,
  },
  BAD_DQ_ESCAPE: {
    message: { zh: "双引号内没有这种转义", en: "There is no such escape in double quotes" },
    suggestion: {
      zh: "改用单引号（正则表达式尤宜），或把 \\ 写作 \\\\",
      en: "Use single quotes (best for patterns), or write \\ as \\\\",
    },
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message: { zh: "此处不能再写 键: 值", en: "There cannot be another key: value here" },
    suggestion: {
      zh: "含冒号加空格的文字要加引号；或者下一行缩进过深：同级的键左端对齐",
      en: "Quote a text with a colon and a blank; or the next line is indented too far: align the keys of one level",
    },
  },
  BLOCK_IN_FLOW: { message: { zh: "{ } 与 [ ] 之内不能用缩进写法", en: "No indented form within { } and [ ]" } },
  MISSING_CHAR: {
    message: { zh: "缺少符号（引号、冒号、逗号或空格）", en: "A sign is missing (quote, colon, comma or blank)" },
    suggestion: {
      zh: "检查引号是否成对、冒号后有无空格",
      en: "See that quotes come in pairs and that a blank follows the colon",
    },
  },
  MULTILINE_IMPLICIT_KEY: {
    message: {
      zh: "键须写在一行内；此行可能缺少半角冒号",
      en: "A key stands on one line; perhaps the colon is missing",
    },
    suggestion: {
      zh: "冒号用半角并后加空格（key: value），不用全角（：）",
      en: "Write key: value, with an ASCII colon and a blank, not with a full-width one (：)",
    },
  },
  KEY_OVER_1024_CHARS: { message: { zh: "键过长", en: "The key is too long" } },
  MULTIPLE_DOCS: {
    code: "SEVERAL_DOCUMENTS",
    message: { zh: "一个文件只能有一个节点", en: "A file holds one node" },
    suggestion: { zh: "删去 --- 及其后的内容", en: "Remove --- and what follows" },
  },
  RESOURCE_EXHAUSTION: { code: "TOO_DEEP", message: { zh: "嵌套过深", en: "Nested too deep" } },
  TAB_AS_INDENT: {
    code: "TAB",
    message: { zh: "缩进不能用制表符", en: "Tabs cannot indent" },
    suggestion: { zh: "每级用两个空格", en: "Use two blanks for each level" },
  },
  UNEXPECTED_TOKEN: {
    message: { zh: "此处不应有这个符号", en: "This sign has no place here" },
    suggestion: QUOTE,
  },
  BAD_DIRECTIVE: {
    message: { zh: "不认识的 % 指令", en: "An unknown % directive" },
    suggestion: { zh: "删去该行", en: "Remove the line" },
  },
};

/**
 * Errors without those that follow from one before: after a key out of line, the parser finds every line below out of line,
 * and after a tab nothing else that it says of the lines below can be trusted.
 */
export function withoutFollowing(errors: readonly YAMLError[]): readonly YAMLError[] {
  const tab = errors.findIndex(({ code }) => code === "TAB_AS_INDENT");
  return errors.filter(({ code, pos: [at] }, index) => {
    if (index === 0 || code === "TAB_AS_INDENT") return true;
    const isBelowTab = tab >= 0 && index > tab;
    return !isBelowTab && code !== "BAD_INDENT" && errors[index - 1]?.pos[0] !== at;
  });
}

/** A quote that is missing at the end is told where the text begins. */
export function toTextProblem(error: YAMLError, document: Document.Parsed): TextProblem {
  const { code = "NOT_YAML", message, suggestion } = TOLD[error.code] ?? { message: UNREADABLE };
  const [at] = error.pos;
  const offset = error.code === "MISSING_CHAR" ? (openQuote(document, at) ?? at) : at;
  return { code, offset, message, ...(suggestion === undefined ? {} : { suggestion }) };
}

/** What the parser did not foresee. */
export const UNREADABLE: Bilingual = { zh: "不是有效的 YAML", en: "Not valid YAML" };

/** The beginning of the quoted text that reaches a place without ending. */
function openQuote({ contents }: Document.Parsed, at: number): number | undefined {
  let start: number | undefined;
  visit(contents, {
    Scalar: (_key, node) => {
      const [from = 0, to = 0] = node.range ?? [];
      const isQuoted = isScalar(node) && (node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE");
      if (isQuoted && from <= at && at <= to) start = from;
    },
  });
  return start;
}
