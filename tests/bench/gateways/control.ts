/** What the bench asks of its processes over their IPC channel. */
export interface Commands {
  /** Of every process: what it has used so far, all its threads together. */
  readonly usage: { readonly request: null; readonly answer: { readonly cpuUs: number; readonly rssBytes: number } };
  readonly "start-profile": { readonly request: null; readonly answer: null };
  /** The profile is written to that file. */
  readonly "stop-profile": { readonly request: { readonly file: string }; readonly answer: null };
  /** The longest that the serving thread was away since last asked. */
  readonly stall: { readonly request: null; readonly answer: { readonly longestMs: number } };
  /** Of the canned subgraphs: requests that each has had since last asked. */
  readonly counts: { readonly request: null; readonly answer: Readonly<Record<string, number>> };
  /** Whether answers of the canned subgraphs may be kept. */
  readonly "cache-control": { readonly request: { readonly value: string | null }; readonly answer: null };
  readonly load: { readonly request: LoadRequest; readonly answer: LoadResult };
}

export interface LoadRequest {
  /** Whose `/graphql` is asked. */
  readonly origin: string;
  readonly size: "L" | "M" | "S";
  readonly style: "variable" | "literal";
  /** Null: every request has a season of its own. */
  readonly season: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly ms: number;
  /** Every answer is held against it; without, the first answer sets the length. */
  readonly status: number;
  readonly length: number | null;
}

export interface LoadResult {
  readonly answered: number;
  /** Of another status or length than the others, or not about the season that was asked for. */
  readonly wrong: number;
  readonly length: number | null;
  readonly ms: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export type Kind = keyof Commands;

interface Message {
  readonly id: number;
  readonly kind: Kind;
  readonly request: unknown;
}

type Handlers = {
  readonly [K in Kind]?: (request: Commands[K]["request"]) => Commands[K]["answer"] | Promise<Commands[K]["answer"]>;
};

/** Answers those of the bench's commands; the process ends when the bench is gone, however that came about. */
export function obey(handlers: Handlers): void {
  process.on("message", (message: Message) => void answer(handlers, message));
  process.on("disconnect", () => process.exit(0));
}

async function answer(handlers: Handlers, { id, kind, request }: Message): Promise<void> {
  const handle = handlers[kind] as ((request: unknown) => unknown) | undefined;
  if (handle === undefined) return;
  try {
    process.send?.({ id, answer: await handle(request) });
  } catch (error) {
    process.send?.({ id, error: String(error) });
  }
}
