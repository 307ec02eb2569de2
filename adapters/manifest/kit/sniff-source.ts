import { tmpdir } from "node:os";
import { parse } from "csv-parse/sync";
import { parseDottedPath } from "#adapters/manifest/dialect/dotted-path.ts";
import { PATH } from "#adapters/manifest/format/text.ts";
import { createSourceRuntime } from "#adapters/runtime/create-source-runtime.ts";
import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";
import { maskContacts } from "#schema/codes/mask.ts";

/** What one answer of a platform tells of itself. */
export interface SniffedSource {
  readonly format: "json" | "xml" | "html" | "csv";
  /** Where a list of records seems to lie, and a total. */
  readonly rows: string | null;
  readonly total: string | null;
  /** Fields of the first record, with what stands there. */
  readonly fields: readonly (readonly [name: string, example: string])[];
  /** A page that asks for a password in place of the list. */
  readonly isLogIn?: boolean;
}

const LOOK_MS = 20_000;
const MOST_FIELDS = 40;
const MOST_EXAMPLE = 60;
const DEEPEST = 6;

/** Asks an address once. Throws UpstreamError. */
export async function sniffSource(url: URL, signal: AbortSignal): Promise<SniffedSource> {
  const runtime = createSourceRuntime({
    code: "init",
    politeness: POLITE_DEFAULTS,
    allowHosts: [url.host],
    dataDir: tmpdir(),
    generated: null,
  });
  try {
    const context = {
      signal,
      deadline: Date.now() + LOOK_MS,
      requestId: "init",
      partition: "public",
      observe: () => {},
    };
    const answer = await runtime.call({ operation: "init", url, decode: (one) => one.text() }, context);
    return sniffText(answer.value);
  } finally {
    await runtime.close();
  }
}

/** Pure: what a text looks like. */
export function sniffText(text: string): SniffedSource {
  const trimmed = text.trim();
  const json = readJson(trimmed.replace(/^[\w$.]+\((.*)\);?$/s, "$1"));
  if (json !== undefined) return sniffJson(json);
  const nothing = { rows: null, total: null, fields: [] };
  if (/^<(?:!doctype html|html)/i.test(trimmed)) return { ...nothing, format: "html", isLogIn: PASSWORD.test(trimmed) };
  if (trimmed.startsWith("<")) return { ...nothing, format: "xml" };
  const [names = [], values = []] = readTable(trimmed);
  if (names.length < 2) return { ...nothing, format: "html" };
  return { ...nothing, format: "csv", fields: names.slice(0, MOST_FIELDS).map((name, at) => [name, cut(values[at])]) };
}

const PASSWORD = /<input\b[^>]{0,500}\btype\s*=\s*["']?password\b/i;

/** The first two lines of a table; nothing where it is none. Cells may be quoted (RFC 4180). */
function readTable(text: string): readonly (readonly string[])[] {
  try {
    return parse(text, { to: 2, bom: true, trim: true, skip_empty_lines: true, relax_column_count: true });
  } catch {
    return [];
  }
}

function sniffJson(value: unknown): SniffedSource {
  const rows = findRows(value, "", 0);
  const total = findTotal(value, "", 0);
  const [first] = rows?.records ?? (Array.isArray(value) ? value : [value]);
  const fields = isObject(first) ? Object.entries(first).slice(0, MOST_FIELDS) : [];
  return {
    format: "json",
    rows: rows === null || rows.path === "" ? null : rows.path,
    total,
    fields: fields.map(([name, one]) => [name, cut(one)]),
  };
}

/** The longest list of objects. */
function findRows(value: unknown, path: string, depth: number): { path: string; records: readonly unknown[] } | null {
  if (Array.isArray(value)) return value.length > 0 && isObject(value[0]) ? { path, records: value } : null;
  if (!isObject(value) || depth > DEEPEST) return null;
  const found = partsOf(value, path).map(([at, inner]) => findRows(inner, at, depth + 1));
  return found.reduce((best, one) => ((one?.records.length ?? 0) > (best?.records.length ?? 0) ? one : best), null);
}

const TOTAL = /^(?:total|totalCount|total_count|count|totalNum|totalRecords|ZTS|zs)$/i;

function findTotal(value: unknown, path: string, depth: number): string | null {
  if (!isObject(value) || depth > DEEPEST) return null;
  for (const [at, inner, key] of partsOf(value, path)) {
    if (TOTAL.test(key) && /^\d+$/.test(String(inner))) return at;
    const found = findTotal(inner, at, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** Those that a manifest's paths lead to; others (blank keys, say) cannot be told. */
function partsOf(value: object, path: string): readonly (readonly [path: string, inner: unknown, key: string])[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = path === "" ? key : `${path}.${key}`;
    const isTold = key.trim() !== "" && PATH.safeParse(at).success && parseDottedPath(at) !== null;
    return isTold ? [[at, inner, key] as const] : [];
  });
}

/** For a comment of one line, without contact data: drafts are handed round. */
function cut(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return maskContacts(text.replaceAll(/\s+/g, " ")).slice(0, MOST_EXAMPLE);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
