import type { Sourced } from "./source.ts";
import { UpstreamError } from "./upstream-error.ts";

type Found<T> = ReadonlyMap<string, T | UpstreamError>;

interface ChunkAnswer<T> {
  readonly found: Found<T>;
  readonly origin: Omit<Sourced<unknown>, "value"> | null;
}

export interface ChunkOptions<T> {
  /** The upstream takes no more ids in one question. */
  readonly size: number;
  readonly now: number;
  ask(ids: readonly string[]): Promise<Sourced<ReadonlyMap<string, T>>>;
}

/** One answer out of as few questions as the upstream allows. A question that fails fails its own ids only. */
export async function askInChunks<T>(ids: readonly string[], options: ChunkOptions<T>): Promise<Sourced<Found<T>>> {
  const answers = await Promise.all(chunks(ids, options.size).map((chunk) => askChunk(chunk, options)));
  const origins = answers.flatMap(({ origin }) => origin ?? []);
  return {
    value: new Map(answers.flatMap(({ found }) => [...found])),
    // As old and as fresh as its oldest part.
    fetchedAt: Math.min(options.now, ...origins.map((origin) => origin.fetchedAt)),
    freshness: origins.some((origin) => origin.freshness === "STALE") ? "STALE" : "FRESH",
  };
}

async function askChunk<T>(chunk: readonly string[], { ask }: ChunkOptions<T>): Promise<ChunkAnswer<T>> {
  try {
    const { value, ...origin } = await ask(chunk);
    return { found: value, origin };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { found: new Map(chunk.map((id) => [id, error])), origin: null };
  }
}

function chunks(ids: readonly string[], size: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, index) =>
    ids.slice(index * size, (index + 1) * size),
  );
}
