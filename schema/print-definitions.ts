import { type DefinitionNode, type DocumentNode, print } from "graphql";

/** Most of a schema is shared by all nodes, or has not changed since it was last printed. */
const texts = new WeakMap<DefinitionNode, string>();

/** What `print` gives, with every definition printed once in its life. */
export function printDefinitions({ definitions }: DocumentNode): string {
  return definitions.map(printed).join("\n\n");
}

function printed(definition: DefinitionNode): string {
  const known = texts.get(definition);
  if (known !== undefined) return known;
  const text = print(definition);
  texts.set(definition, text);
  return text;
}
