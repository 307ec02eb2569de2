import { NUMBER_FORMS } from "#adapters/manifest/dialect/number-forms.ts";
import { parseTemplate, type TemplatePlace } from "#adapters/manifest/dialect/template.ts";
import { FILTER_PLACES } from "#adapters/manifest/format/filter-places.ts";
import type { KindFormat } from "#adapters/manifest/format/kind-format.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { FoundProblem } from "#adapters/manifest/format/problem.ts";
import { nearestName } from "#adapters/runtime/settings/nearest-name.ts";
import { type FieldShape, KIND_FIELDS } from "#schema/kind-fields.ts";
import { type Path, type PlacedRequest, requestsOf, type SourceOf, textsBelow } from "./scene.ts";

const SECRET_NAME = /^secret\.[A-Z][A-Z0-9_]{0,39}$/;
const ALWAYS = ["now", "secret.NAME"];
const SIGNED = ["timestamp", "nonce", "signature"];
const OF_USE: Readonly<Record<PlacedRequest["use"], readonly string[]>> = {
  list: ["page", "offset", "size", "cursor", "text"],
  detail: ["id"],
  batch: ["ids", "size"],
  login: [],
  token: [],
};

/** Templates can be read, and each of their places is one that is filled there. */
export function* checkTemplates(manifest: Manifest): Iterable<FoundProblem> {
  for (const placed of requestsOf(manifest)) {
    const known = placesOf(placed);
    for (const { text, path } of requestTexts(placed)) yield* check(text, path, known);
  }
  for (const [name, source] of Object.entries(manifest.sources)) yield* checkSource(source, ["sources", name]);
  for (const [name, kind] of Object.entries(manifest.kinds)) yield* checkActions(name, kind);
}

function* checkSource({ authentication: auth, headers = {} }: SourceOf, path: Path): Iterable<FoundProblem> {
  const ofAuth = auth.type === "signed" ? SIGNED : auth.type === "token" ? ["token"] : [];
  yield* checkAll(headers, [...path, "headers"], [...ALWAYS, ...ofAuth]);
  if (auth.type !== "signed") return;
  // Of a question everything may be signed; the signature itself cannot be part of what is signed.
  const question = Object.values(OF_USE).flat();
  const at = [...path, "authentication"];
  yield* check(auth.over, [...at, "over"], [...ALWAYS, "timestamp", "nonce", ...question]);
  for (const part of ["headers", "query"] as const)
    yield* checkAll(auth[part] ?? {}, [...at, part], [...ALWAYS, ...SIGNED, ...question]);
}

function* checkAll(named: unknown, at: Path, known: readonly string[]): Iterable<FoundProblem> {
  for (const { text, path } of textsBelow(named, at)) yield* check(text, path, known);
}

function* checkActions(name: string, { actions, fields }: KindFormat): Iterable<FoundProblem> {
  const texts = Object.keys(fields).filter((field) => isText(name, field));
  for (const [index, { url }] of actions.entries())
    yield* check(url, ["kinds", name, "actions", index, "url"], ["id", ...texts]);
}

const TEXT_SHAPES: ReadonlySet<FieldShape> = new Set<FieldShape>([
  "text",
  "url",
  "date",
  "instant",
  "decimal",
  "region",
  "uscc",
  "patent",
  "agency",
  "organization",
]);

/** What has parts (prices, parties, codes) or is masked cannot be a piece of an address; of further fields the node knows. */
function isText(kind: string, field: string): boolean {
  const shape = KIND_FIELDS.get(kind)?.fields.get(field)?.shape;
  return shape === undefined || TEXT_SHAPES.has(shape);
}

function placesOf({ use, source }: PlacedRequest): readonly string[] {
  const auth = source?.authentication.type;
  const ofAuth = auth === "signed" ? SIGNED : auth === "token" ? ["token"] : [];
  const ofFilters = use === "list" ? FILTER_PLACES : [];
  return [...ALWAYS, ...OF_USE[use], ...(use === "token" ? [] : ofAuth), ...ofFilters];
}

function requestTexts({ request, path, kind, use }: PlacedRequest) {
  const { path: address, query, headers, form, json, text } = request;
  const parts = { path: address, query, headers, form, json, text };
  const paging = use === "list" && kind?.list.paging.type === "postback" ? kind.list.paging.fields : {};
  return [...textsBelow(parts, path), ...textsBelow(paging, [...path.slice(0, -1), "paging", "fields"])];
}

function* check(text: string, path: Path, known: readonly string[]): Iterable<FoundProblem> {
  const parsed = parseTemplate(text);
  if (!parsed.ok) {
    yield {
      code: "TEMPLATE",
      path,
      offset: parsed.at,
      message: { zh: "花括号后应是位置名", en: "A brace begins a place with a name" },
      suggestion: { zh: "位置写作 {id}；花括号本身写作 {{", en: "Write a place as {id}, a brace itself as {{" },
    };
    return;
  }
  for (const part of parsed.template) {
    if (typeof part === "string") continue;
    const offset = Math.max(0, text.indexOf(`{${part.name}`));
    if (!isKnown(part, known)) yield unknownPlace(part, path, { known, offset });
    else if (!isFormKnown(part)) yield unknownForm(part, path, offset);
  }
}

function isKnown({ name }: TemplatePlace, known: readonly string[]): boolean {
  return known.includes(name) || (known.includes("secret.NAME") && SECRET_NAME.test(name));
}

/** Times have forms without number. */
function isFormKnown({ name, format }: TemplatePlace): boolean {
  return format === null || name === "now" || (/^numbers?$/.test(name) && NUMBER_FORMS.includes(format));
}

function unknownForm({ name, format }: TemplatePlace, path: Path, offset: number): FoundProblem {
  const isNumber = /^numbers?$/.test(name);
  const forms = NUMBER_FORMS.map((form) => `{${name}:${form}}`).join(" ");
  return {
    code: "TEMPLATE",
    path,
    offset,
    message: { zh: `{${name}} 没有写法 ${format}`, en: `There is no form ${format} of {${name}}` },
    suggestion: isNumber
      ? { zh: `可用：{${name}} ${forms}`, en: `There are: {${name}} ${forms}` }
      : { zh: `写作 {${name}}`, en: `Write {${name}}` },
  };
}

function unknownPlace(
  { name }: TemplatePlace,
  path: Path,
  { known, offset }: { known: readonly string[]; offset: number },
): FoundProblem {
  const nearest = nearestName(name, known);
  const list = known.map((one) => `{${one}}`).join(" ");
  return {
    code: "UNKNOWN_PLACE",
    path,
    offset,
    message: { zh: `此处没有位置 {${name}}`, en: `There is no place {${name}} here` },
    suggestion:
      nearest === undefined || nearest === "secret.NAME"
        ? { zh: `可用：${list}`, en: `There are: ${list}` }
        : { zh: `是否想写 {${nearest}}？`, en: `Did you mean {${nearest}}?` },
  };
}
