import { z } from "zod";
import { KIND_FIELDS } from "#schema/kind-fields.ts";
import { noteOf } from "./key-notes.ts";
import { MANIFEST } from "./manifest-format.ts";

type Json = z.core.util.JSONType;
type JsonObject = { readonly [key: string]: Json };

/**
 * The format as JSON Schema (draft 7, which editors of YAML know best): every key with what it is for, the kinds that
 * there are and their fields. The reader refuses more than it can say (EXPRESSION, PLACE_MISSING …).
 */
export function manifestJsonSchema(): JsonObject {
  const schema = described(z.toJSONSchema(MANIFEST, { io: "input", target: "draft-7" }) as JsonObject, []);
  const properties = asObject(schema["properties"]);
  const kinds = asObject(properties["kinds"]);
  return {
    ...schema,
    title: "成渝知识产权联邦枢纽：节点清单 / Chengyu IP hub: manifest of a node",
    properties: {
      ...properties,
      kinds: { ...withoutRest(kinds), properties: kindSchemas(), additionalProperties: false },
    },
    definitions: { ...asObject(schema["definitions"]), kind: kinds["additionalProperties"] ?? {} },
  };
}

/** Editors offer the kinds and, in each, its fields; others are those that `sdl` declares. */
function kindSchemas(): JsonObject {
  const open = [...KIND_FIELDS.values()].filter(({ isPrivate }) => !isPrivate);
  return Object.fromEntries(
    open.map(({ kind, interfaceName, fields }) => {
      const named = Object.fromEntries([...fields.values()].map(({ name, shape }) => [name, { title: shape }]));
      const own = { properties: { fields: { properties: named } } };
      return [kind, { title: interfaceName, allOf: [{ $ref: "#/definitions/kind" }, own] }];
    }),
  );
}

function withoutRest({ propertyNames: _names, additionalProperties: _rest, ...kinds }: JsonObject): JsonObject {
  return kinds;
}

/** The schema with a note at every key. `names`: keys on the way, without those that owners choose. */
function described(schema: JsonObject, names: readonly string[]): JsonObject {
  const changed: Record<string, Json> = { ...schema };
  const { properties, additionalProperties, items } = schema;
  if (isObject(properties))
    changed["properties"] = Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [name, noted(property, [...names, name])]),
    );
  if (isObject(additionalProperties)) changed["additionalProperties"] = described(additionalProperties, names);
  if (isObject(items)) changed["items"] = described(items, names);
  for (const key of ["anyOf", "oneOf"] as const) {
    const forms = schema[key];
    if (Array.isArray(forms)) changed[key] = forms.map((form) => (isObject(form) ? described(form, names) : form));
  }
  return changed;
}

function noted(property: Json, names: readonly string[]): Json {
  if (!isObject(property)) return property;
  const note = noteOf(names);
  const inner = described(property, names);
  return note === undefined ? inner : { description: `${note.zh}。 / ${note.en}.`, ...inner };
}

function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
