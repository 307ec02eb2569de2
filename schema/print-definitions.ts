import { type DefinitionNode, type DocumentNode, print } from "graphql";
import { areSameTexts } from "./same-texts.ts";

const documents = new WeakMap<DocumentNode, readonly string[]>();

/** Most of a schema is shared by all nodes, or has not changed since it was last printed. */
const texts = new WeakMap<DefinitionNode, string>();

/** What `print` gives, a text for every definition; each is printed once in its life. */
export function printDefinitions(document: DocumentNode): readonly string[] {
  const known = documents.get(document);
  if (known !== undefined) return known;
  const printed = document.definitions.map(printDefinition);
  documents.set(document, printed);
  return printed;
}

export function printDefinition(definition: DefinitionNode): string {
  const known = texts.get(definition);
  if (known !== undefined) return known;
  const text = print(definition);
  texts.set(definition, text);
  return text;
}

/** Whether two documents are printed alike. */
export function sayTheSame(a: DocumentNode, b: DocumentNode): boolean {
  return a === b || areSameTexts(printDefinitions(a), printDefinitions(b));
}
