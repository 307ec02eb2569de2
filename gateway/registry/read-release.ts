import type { Release } from "./node-entry.ts";
import type { ReadNode, ReadNodeText } from "./node-maker.ts";
import type { NodeRegistry } from "./node-registry.ts";

export interface ReadingReleases {
  readonly registry: Pick<NodeRegistry, "texts" | "words">;
  readonly read: ReadNodeText;
}

/** A version as the registry keeps it. Rejects where what is kept is not there. */
export async function readRelease(
  { registry, read }: ReadingReleases,
  { digest, words }: Pick<Release, "digest" | "words">,
): Promise<ReadNode> {
  const text = await registry.texts.read(digest);
  return read(text, words === null ? undefined : await registry.words.read(words));
}
