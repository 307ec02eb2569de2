import type { z } from "zod";
import type { Question } from "./places.ts";
import { type FillPlace, fill, quotingOf, type Template, template } from "./template.ts";

type Json = z.core.util.JSONType;

/** Writes a JSON body for a question. */
export type JsonWriter = (question: Question, at: FillPlace) => Json | undefined;

/** Places that are numbers where they stand alone. */
const NUMBERS: ReadonlySet<string> = new Set(["page", "offset", "size"]);

/** A JSON body with templates in its texts: `"{page}"` alone becomes a number, `["{ids}"]` the list of ids. */
export function jsonWriter(body: Json): JsonWriter {
  if (typeof body === "string") return textWriter(template(body));
  if (Array.isArray(body)) return listWriter(body);
  if (typeof body !== "object" || body === null) return () => body;
  const members = Object.entries(body).map(([name, value]) => [name, jsonWriter(value as Json)] as const);
  return (question, at) => Object.fromEntries(members.map(([name, write]) => [name, write(question, at)])) as Json;
}

function textWriter(parts: Template): JsonWriter {
  const [only] = parts;
  if (parts.length === 1 && typeof only === "object" && NUMBERS.has(only.name)) {
    return (_question, at) => Number(at(only));
  }
  const quote = quotingOf(parts);
  return (_question, at) => fill(parts, (place) => quote(at(place)));
}

function listWriter(items: readonly Json[]): JsonWriter {
  const [only] = items;
  if (items.length === 1 && only === "{ids}") return ({ ids = [] }) => [...ids];
  const writers = items.map(jsonWriter);
  return (question, at) => writers.map((write) => write(question, at)) as Json;
}
