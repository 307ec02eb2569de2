import { setImmediate } from "node:timers/promises";
import { type DefinitionNode, parse } from "graphql";

/**
 * The definitions of the last schema by their text: schemas that follow one another share most of them, and what is the same is
 * neither parsed again nor held twice.
 */
export class KnownDefinitions {
  #last: ReadonlyMap<string, readonly DefinitionNode[]> = new Map();

  /** Of texts of whole definitions; one that is new in a turn of the event loop. */
  async parse(texts: readonly string[]): Promise<readonly DefinitionNode[]> {
    const parsed = new Map<string, readonly DefinitionNode[]>();
    for (const text of texts) {
      const known = this.#last.get(text);
      parsed.set(text, known ?? parse(text, { noLocation: true }).definitions);
      if (known === undefined) await setImmediate();
    }
    this.#last = parsed;
    return [...parsed.values()].flat();
  }
}
