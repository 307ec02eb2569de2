import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What the bench has the hub do: one node joins, changes and leaves; many join at once; or tell what it holds. */
export type HubQuestion =
  /** A change begins no sooner than so long after the one before began. */
  | { readonly kind: "cycle"; readonly everyMs: number }
  | { readonly kind: "crowd"; readonly nodes: number; readonly types: number }
  | { readonly kind: "heap" };

export interface Watched {
  readonly tookMs: number;
  /** Longest time in which the serving thread ran nothing else, and longest turn in CPU time. */
  readonly awayMs: number;
  readonly turnMs: number;
  /** The longest turn of each change, of one that joins, changes and leaves. */
  readonly turns: Readonly<Record<"join" | "change" | "leave", number>> | null;
}

export type HubAnswer = Watched | { readonly bytes: number };

export interface BenchHub extends AsyncDisposable {
  readonly url: string;
  change(question: Exclude<HubQuestion, { readonly kind: "heap" }>): Promise<Watched>;
  /** Bytes held after a collection. */
  heap(): Promise<number>;
}

const SCRIPT = fileURLToPath(new URL("./hub-process.ts", import.meta.url));

export async function startBenchHub(dataDir: string): Promise<BenchHub> {
  const child = fork(SCRIPT, [dataDir], {
    execArgv: [
      "--v8-pool-size=1",
      "--max-semi-space-size=16",
      "--min-semi-space-size=16",
      "--disable-warning=ExperimentalWarning",
    ],
  });
  const [{ url }] = (await once(child, "message")) as [{ readonly url: string }];
  let lastId = 0;
  const tell = async <Answer extends HubAnswer>(question: HubQuestion): Promise<Answer> => {
    lastId += 1;
    const id = lastId;
    child.send({ id, question });
    for (;;) {
      const [told] = (await once(child, "message")) as [{ id: number; answer?: Answer; error?: string }];
      if (told.id !== id) continue;
      if (told.answer === undefined) throw new Error(told.error);
      return told.answer;
    }
  };
  return {
    url,
    change: (question) => tell<Watched>(question),
    heap: async () => (await tell<{ readonly bytes: number }>({ kind: "heap" })).bytes,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null) return;
      const exited = once(child, "exit");
      child.disconnect();
      await exited;
    },
  };
}
