import { SUBGRAPH_WORDS, type SubgraphWords } from "#gateway/members/elsewhere/read-subgraph.ts";

/** As they are kept, and told by their digest. */
export function writeWords({ sdl, kinds }: SubgraphWords): string {
  return JSON.stringify({ sdl, kinds });
}

/** Throws for what was not written so. */
export function readWords(text: string): SubgraphWords {
  return SUBGRAPH_WORDS.parse(JSON.parse(text));
}
