import { z } from "zod";
import { MANIFEST } from "./manifest-format.ts";
import type { PathStep } from "./problem.ts";

/** What of JSON Schema the format uses. */
export interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly const?: unknown;
}

/** The format of manifests as JSON Schema, input side. */
export const FORMAT_SCHEMA = schemaOf(MANIFEST);

export function schemaOf(form: z.ZodType): JsonSchema {
  return z.toJSONSchema(form, { io: "input", reused: "inline" }) as JsonSchema;
}

/** The keys that may stand at a path, given what stands there; empty for what is no map. */
export function keysAt(path: readonly PathStep[], root: unknown, schema: JsonSchema): readonly string[] {
  let schemas: readonly JsonSchema[] = [schema];
  let value = root;
  for (const step of path) {
    schemas = schemas.flatMap((schema) => alternatives(schema, value)).flatMap((schema) => stepInto(schema, step));
    value = typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined;
  }
  return schemas
    .flatMap((schema) => alternatives(schema, value))
    .flatMap(({ properties = {} }) => Object.keys(properties));
}

function stepInto(schema: JsonSchema, step: PathStep): readonly JsonSchema[] {
  if (typeof step === "number") return schema.items === undefined ? [] : [schema.items];
  const { properties, additionalProperties } = schema;
  const named = properties !== undefined && Object.hasOwn(properties, step) ? properties[step] : undefined;
  if (named !== undefined) return [named];
  return typeof additionalProperties === "object" ? [additionalProperties] : [];
}

/** Of several forms those that the value's `type` names; all of them where it names none. */
function alternatives(schema: JsonSchema, value: unknown): readonly JsonSchema[] {
  const forms = (schema.oneOf ?? schema.anyOf)?.flatMap((form) => alternatives(form, value)) ?? [schema];
  const named: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "type") : undefined;
  const meant = forms.filter(({ properties }) => properties?.["type"]?.const === named && named !== undefined);
  return meant.length > 0 ? meant : forms;
}
