import type { Timer } from "#adapters/runtime/timer.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";

export interface OpeningLimit {
  readonly timer: Timer;
  readonly afterMs: number;
}

/** A node that was plugged in has not opened in time. */
export class OpeningTimeout extends Error {
  override readonly name = "OpeningTimeout" as const;
  readonly text: Bilingual;
  readonly suggestion: Bilingual = {
    zh: "查看节点的数据源（文件、替身服务）为何未能打开；确需更久者由运营方提高 HUB_NODE_OPEN_TIMEOUT",
    en: "see why the node's sources (files, stand-ins) do not open; where they need longer the operator raises HUB_NODE_OPEN_TIMEOUT",
  };

  constructor(afterMs: number) {
    const text = { zh: `${afterMs} 毫秒内未打开`, en: `not open after ${afterMs} ms` };
    super(text.en);
    this.text = text;
  }
}

/** What opens in time; whatever opens later is closed at once. Rejects with OpeningTimeout. */
export function openInTime<Opened extends { close(): Promise<void> }>(
  opening: Promise<Opened>,
  { timer, afterMs }: OpeningLimit,
): Promise<Opened> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const cancel = timer.after(afterMs, () => {
      isLate = true;
      reject(new OpeningTimeout(afterMs));
    });
    const opened = (one: Opened) => {
      cancel();
      resolve(one);
      // Nobody waits for it, and nobody could be told.
      if (isLate) one.close().catch(() => {});
    };
    opening.then(opened, (error: unknown) => {
      cancel();
      reject(error);
    });
  });
}
