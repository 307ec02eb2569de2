import { type DefinitionNode, type DocumentNode, print } from "graphql";

const documents = new WeakMap<DocumentNode, string>();

/** Most of a schema is shared by all nodes, or has not changed since it was last printed. */
const texts = new WeakMap<DefinitionNode, string>();

/** What `print` gives, with every definition, and what is made of them, printed once in its life. */
export function printDefinitions(document: DocumentNode): string {
  const known = documents.get(document);
  if (known !== undefined) return known;
  const text = document.definitions.map(printDefinition).join("\n\n");
  documents.set(document, text);
  return text;
}

export function printDefinition(definition: DefinitionNode): string {
  const known = texts.get(definition);
  if (known !== undefined) return known;
  const text = print(definition);
  texts.set(definition, text);
  return text;
}
