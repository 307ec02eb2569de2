import type { TestHub } from "#tests/support/start-test-hub.ts";

export interface BackgroundLoad {
  asked(): number;
  failed(): number;
  stop(): Promise<void>;
}

const AT_ONCE = 2;

/** What clients of the hub's own nodes ask all the while: it must not notice who joins and leaves. */
export function startBackgroundLoad(hub: Pick<TestHub, "ask">): BackgroundLoad {
  let [isOver, asked, failed] = [false, 0, 0];
  const work = async (): Promise<void> => {
    while (!isOver) {
      asked += 1;
      const first = 1 + (asked % 50);
      const answer = await hub
        .ask(`{ hubNode(code: "sichuan") { listings(first: ${first}) { nodes { title patent { title } } } } }`)
        .catch(() => null);
      if (answer === null || answer.errors.length > 0 || answer.data == null) failed += 1;
    }
  };
  const workers = Array.from({ length: AT_ONCE }, work);
  return {
    asked: () => asked,
    failed: () => failed,
    stop: async () => {
      isOver = true;
      await Promise.all(workers);
    },
  };
}
