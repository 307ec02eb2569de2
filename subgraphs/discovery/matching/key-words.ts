/** A word that tells one matter from another, and how much of the text it is. */
export interface KeyWord {
  readonly text: string;
  readonly weight: number;
}

/** The longest text that is read. */
const LONGEST = 1_200;
const MOST_WORDS = 12;

/** What stands in titles of every field and tells none. */
const COMMON: ReadonlySet<string> = new Set(
  `一种 一类 一个 多种 各种 及其 以及 用于 具有 基于 包括 可在 其中 对接 合作 寻求 需求 要求 提供 许可 转让 委托 开发 研发 研究
  技术 方法 装置 系统 设备 产品 项目 工艺 制备 制造 生产 加工 应用 使用 实现 改进 新型 高效 专利 解决 方案 以下 以上 不低于 相关
  进行 能够 可以 有限 公司 the and for with method device system of an a`.split(/\s+/),
);

const SEGMENTER = new Intl.Segmenter("zh", { granularity: "word" });

/**
 * The words of a text in its order, each once. The dictionary knows few technical terms and gives their characters one by
 * one: such a row is a word here (胶粘剂), longer ones are cut into pairs.
 */
export function keyWordsOf(text: string): readonly KeyWord[] {
  const words = new Set<string>();
  let row = "";
  const endRow = () => {
    for (const word of wordsOfRow(row)) words.add(word);
    row = "";
  };
  for (const { segment, isWordLike } of SEGMENTER.segment(folded(text))) {
    if (isWordLike === true && /^\p{Script=Han}$/u.test(segment)) row += segment;
    else {
      endRow();
      if (isWordLike === true && isTelling(segment)) words.add(segment);
    }
  }
  endRow();
  return [...words]
    .filter((word) => !COMMON.has(word))
    .slice(0, MOST_WORDS)
    .map((word) => ({ text: word, weight: Math.min(word.length, 4) }));
}

/** Lower case and half-width: the form in which texts are compared. */
export function folded(text: string): string {
  return text.slice(0, LONGEST).normalize("NFKC").toLowerCase();
}

/** How much of a word stands in a folded text, from 0 to 1: of a Chinese word its pairs of characters. */
export function shareOf(word: string, text: string): number {
  if (!/^\p{Script=Han}+$/u.test(word))
    return text.split(/[^\p{L}\p{N}]+|(?<=\p{Script=Han})|(?=\p{Script=Han})/u).includes(word) ? 1 : 0;
  if (text.includes(word)) return 1;
  if (word.length < 3) return 0;
  const pairs = pairsOf(word);
  return (0.8 * pairs.filter((pair) => text.includes(pair)).length) / pairs.length;
}

function wordsOfRow(row: string): readonly string[] {
  if (row.length < 2) return [];
  return row.length <= 3 ? [row] : pairsOf(row);
}

function pairsOf(word: string): readonly string[] {
  return Array.from({ length: word.length - 1 }, (_none, index) => word.slice(index, index + 2));
}

/** Numbers alone tell nothing. */
function isTelling(segment: string): boolean {
  return segment.length > 1 && !/^[\d.,%]+$/.test(segment);
}
