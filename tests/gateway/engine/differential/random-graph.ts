import type { Graph } from "./graph-model.ts";
import { randomOf } from "./random.ts";
import { addDirectives, markSafe } from "./random-directives.ts";
import { addFields } from "./random-fields.ts";
import { addRequires } from "./random-requires.ts";
import { randomTypes } from "./random-types.ts";

/** The same graph for the same seed. Not every one composes. */
export function randomGraph(seed: number): Graph {
  const draft = randomTypes(randomOf("graph", seed));
  addFields(draft);
  addRequires(draft);
  addDirectives(draft);
  markSafe(draft);
  return draft.graph;
}
