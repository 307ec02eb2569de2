/** Numbers that look like chance and are the same every time (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError("nothing to pick from");
    return item;
  }

  /** A rank by Zipf's law, 0 for the most frequent: how words are spread in real text. */
  rank(limit: number): number {
    return Math.min(limit - 1, Math.floor(limit ** this.next()) - 1);
  }
}

const WORDS = 60_000;
const CHARACTERS = 3_000;

/**
 * Words of two, three and four characters, the most frequent first: invented from common characters (GB 2312, first
 * level), of which some occur in far more words than others, as in real text.
 */
export const LEXICON: readonly string[] = inventWords();

function inventWords(): readonly string[] {
  const dice = new Dice(7);
  const characters = shuffled(commonCharacters(), dice).slice(0, CHARACTERS);
  const words = new Set<string>();
  while (words.size < WORDS) {
    const length = dice.pick([2, 2, 2, 2, 3, 4]);
    words.add(Array.from({ length }, () => characters[dice.rank(CHARACTERS)] ?? "").join(""));
  }
  return shuffled([...words], dice);
}

function commonCharacters(): string[] {
  const bytes: number[] = [];
  for (let high = 0xb0; high <= 0xd7; high++) {
    for (let low = 0xa1; low <= (high === 0xd7 ? 0xf9 : 0xfe); low++) bytes.push(high, low);
  }
  return [...new TextDecoder("gbk").decode(Uint8Array.from(bytes))];
}

function shuffled<T>(items: readonly T[], dice: Dice): T[] {
  const order = items.map((item) => ({ item, key: dice.next() }));
  return order.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

/** Words of the trade: each with the share of records that have it, whatever their matter. */
export const TRADE_WORDS: readonly (readonly [word: string, share: number])[] = [
  ["装置", 0.33],
  ["方法", 0.38],
  ["系统", 0.27],
  ["结构", 0.31],
  ["设备", 0.22],
  ["控制", 0.24],
  ["材料", 0.21],
  ["连接", 0.36],
  ["温度", 0.12],
  ["传感器", 0.06],
  ["数据处理", 0.05],
  ["固定连接", 0.08],
  ["支撑机构", 0.02],
  ["特征提取", 0.015],
  ["光学胶", 0.008],
  ["导热硅胶", 0.004],
  ["边缘计算", 0.006],
  ["换热", 0.02],
  ["焊接", 0.025],
  ["芯片", 0.03],
];
