import type { Bilingual } from "#schema/ids/parsed.ts";
import type { UnknownEvent } from "./registry-event.ts";

/** The registry cannot be read to its end: what a node's owner ordered might be undone by reading on. */
export class BrokenRegistry extends Error {
  override readonly name = "BrokenRegistry" as const;
  readonly text: Bilingual;

  private constructor(text: Bilingual) {
    super(`${text.zh} / ${text.en}`);
    this.text = text;
  }

  static lacking(seq: number, before: number): BrokenRegistry {
    return new BrokenRegistry({
      zh: `登记簿缺少第 ${seq} 条记录（其后是第 ${before} 条）：已退出的节点不得因此重现，请先修复该文件`,
      en: `the registry lacks an event (event ${seq} is missing before ${before}): nodes that left must not come back, so repair the file first`,
    });
  }

  /** The hub has to be of another version, and the file is whole. */
  static unknown({ seq, code, what: { act }, needs }: UnknownEvent): BrokenRegistry {
    const version = {
      zh: needs === undefined ? "需要写下它的那个版本或更新版本的枢纽" : `需要 ${needs} 或更新版本的枢纽`,
      en: `${needs === undefined ? "the version of the hub that wrote it" : `version ${needs} of the hub`} or a later one is needed`,
    };
    return new BrokenRegistry({
      zh: `登记簿第 ${seq} 条记录（节点 ${code}，${act}）由更新的枢纽写入，本版本不认识：${version.zh}`,
      en: `event ${seq} of the registry (${act} of node ${code}) was written by a newer hub and is not known to this one: ${version.en}`,
    });
  }
}
