import { z } from "zod";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { KIND_FIELDS } from "#schema/kind-fields.ts";
import { noteOf, subgraphNoteOf } from "./key-notes.ts";
import { MANIFEST } from "./manifest-format.ts";
import { SUBGRAPH } from "./subgraph-format.ts";

type Json = z.core.util.JSONType;
type JsonObject = { readonly [key: string]: Json };

/**
 * The format as JSON Schema (draft 7, which editors of YAML know best): every key with what it is for, the kinds that
 * there are and their fields. The reader refuses more than it can say (EXPRESSION, PLACE_MISSING …).
 */
export function manifestJsonSchema(): JsonObject {
  const schema = schemaFor(MANIFEST, noteOf);
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

/** The same of a subgraph file. */
export function subgraphJsonSchema(): JsonObject {
  const title = "成渝知识产权联邦枢纽：子图文件 / Chengyu IP hub: subgraph file";
  return { ...schemaFor(SUBGRAPH, subgraphNoteOf), title };
}

type NoteOf = (names: readonly string[]) => Bilingual | undefined;

function schemaFor(form: z.ZodType, note: NoteOf): JsonObject {
  return described(z.toJSONSchema(form, { io: "input", target: "draft-7" }) as JsonObject, { names: [], note });
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

interface Walk {
  /** Keys on the way, without those that owners choose. */
  readonly names: readonly string[];
  readonly note: NoteOf;
}

/** The schema with a note at every key. */
function described(schema: JsonObject, walk: Walk): JsonObject {
  const changed: Record<string, Json> = { ...schema };
  const { properties, additionalProperties, items } = schema;
  if (isObject(properties))
    changed["properties"] = Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [
        name,
        noted(property, { ...walk, names: [...walk.names, name] }),
      ]),
    );
  if (isObject(additionalProperties)) changed["additionalProperties"] = described(additionalProperties, walk);
  if (isObject(items)) changed["items"] = described(items, walk);
  for (const key of ["anyOf", "oneOf"] as const) {
    const forms = schema[key];
    if (Array.isArray(forms)) changed[key] = forms.map((form) => (isObject(form) ? described(form, walk) : form));
  }
  return changed;
}

function noted(property: Json, walk: Walk): Json {
  if (!isObject(property)) return property;
  const note = walk.note(walk.names);
  const inner = described(property, walk);
  return note === undefined ? inner : { description: `${note.zh}。 / ${note.en}.`, ...inner };
}

function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
