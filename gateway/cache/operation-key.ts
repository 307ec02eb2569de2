import { hash } from "node:crypto";
import type { DocumentNode, OperationDefinitionNode } from "graphql";
import type { OperationRequest } from "#gateway/http/operation.ts";

/** One hash per parsed document: the guard gives the same object for the same text. */
const known = new WeakMap<DocumentNode, string>();

export interface KeyedOperation {
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly operation: Pick<OperationRequest, "query" | "variables">;
}

/**
 * Equal for two requests that ask the same: the text of the document, which of its operations, and the variables that it
 * declares, in whatever order they were written. Who asks, and in which language, is not in it.
 */
export function operationKey({ document, definition, operation }: KeyedOperation): string {
  const { variables = {} } = operation;
  const names = (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value).sort();
  const values = names.filter((name) => Object.hasOwn(variables, name)).map((name) => [name, ordered(variables[name])]);
  return short(JSON.stringify([documentHash(document, operation.query), definition.name?.value ?? null, values]));
}

function documentHash(document: DocumentNode, text: string): string {
  const found = known.get(document);
  if (found !== undefined) return found;
  const made = short(text);
  known.set(document, made);
  return made;
}

function short(text: string): string {
  return hash("sha256", text, "base64url");
}

/** Objects with their keys in order; how deep they may be was checked before. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, ordered(inner)]));
}
