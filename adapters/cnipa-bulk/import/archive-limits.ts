import { ImportProblem } from "#adapters/cnipa-bulk/xml/import-problem.ts";

/** Bounds that no honest delivery reaches: one gazette day of full text has some 5 GB and 10,000 documents. */
export interface ArchiveLimits {
  /** Entries of one archive and all archives in it. */
  readonly maxEntries: number;
  /** Archives inside archives. */
  readonly maxDepth: number;
  /** Unpacked to packed size of what unpacks to more than `ratioFromBytes`. XML of patents packs 5 to 15 times. */
  readonly maxRatio: number;
  readonly ratioFromBytes: number;
  /** Unpacked, of all that is read of one archive. */
  readonly maxTotalBytes: number;
}

export const ARCHIVE_LIMITS: ArchiveLimits = {
  maxEntries: 1_000_000,
  maxDepth: 4,
  maxRatio: 200,
  ratioFromBytes: 16 * 1024 * 1024,
  maxTotalBytes: 512 * 1024 ** 3,
};

/** What one archive, with all in it, has used of its bounds. */
export class ArchiveBudget {
  readonly limits: ArchiveLimits;
  #entries = 0;
  #bytes = 0;

  constructor(limits: ArchiveLimits) {
    this.limits = limits;
  }

  /** Nothing more of this archive is read. */
  get isExhausted(): boolean {
    return this.#entries > this.limits.maxEntries || this.#bytes > this.limits.maxTotalBytes;
  }

  countEntry(): void {
    this.#entries += 1;
    if (this.isExhausted) throw bomb("条目过多", "too many entries");
  }

  /** What is about to be unpacked; sizes are the archive's own word, and reading stops where they turn out wrong. */
  countUnpacked(packed: number, unpacked: number): void {
    const { maxRatio, ratioFromBytes } = this.limits;
    if (unpacked > ratioFromBytes && unpacked > packed * maxRatio) {
      throw bomb("压缩比异常", "its ratio is out of all proportion");
    }
    this.#bytes += unpacked;
    if (this.isExhausted) throw bomb("解压后过大", "it unpacks to too much");
  }
}

function bomb(zh: string, en: string): ImportProblem {
  return new ImportProblem("ARCHIVE_BOMB", { zh: `疑似压缩炸弹：${zh}`, en: `Likely a ZIP bomb: ${en}` });
}
