import { hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";

const MAX_BYTES = 64 * 1_048_576;

/** https://www.apollographql.com/docs/graphos/platform/security/persisted-queries (manifest format, seen 2026-11). */
const APOLLO = z.object({
  format: z.literal("apollo-persisted-query-manifest"),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string().min(1), body: z.string().min(1) })),
});
/** As Relay's and graphql-codegen's compilers write: document by hash or other id. */
const PLAIN = z.record(z.string().min(1), z.string().min(1));

/** The documents that the operator allows, by the ids of their manifest. */
export interface TrustedDocuments {
  readonly size: number;
  find(id: string): string | undefined;
  /** Exactly this text. */
  has(text: string): boolean;
}

/** Reads a manifest. Throws SettingsError for a file that is none: nobody may be let in, or shut out, by a misreading. */
export async function readTrustedDocuments(path: string): Promise<TrustedDocuments> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw unusable(path, String(error.code));
  });
  if (text.length > MAX_BYTES) throw unusable(path, `> ${MAX_BYTES} bytes`);
  const entries = readEntries(text);
  if (entries === undefined) throw unusable(path, "format");
  return toTrusted(entries);
}

type Entries = readonly (readonly [id: string, body: string])[];

function readEntries(text: string): Entries | undefined {
  const value = parseJson(text);
  const apollo = APOLLO.safeParse(value);
  if (apollo.success) return apollo.data.operations.map(({ id, body }) => [id, body] as const);
  const plain = PLAIN.safeParse(value);
  return plain.success ? Object.entries(plain.data) : undefined;
}

/** Found by the manifest's own id, and by the SHA-256 of the text, which is what most clients send. */
function toTrusted(entries: Entries): TrustedDocuments {
  const texts = new Set(entries.map(([, body]) => body));
  const byId = new Map([...[...texts].map((body) => [hash("sha256", body, "hex"), body] as const), ...entries]);
  return { size: texts.size, find: (id) => byId.get(id), has: (text) => texts.has(text) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unusable(path: string, why: string): SettingsError {
  return new SettingsError({
    zh: `HUB_TRUSTED_DOCUMENTS=${path} 不是可用的文档清单（${why}）`,
    en: `HUB_TRUSTED_DOCUMENTS=${path} is no manifest of documents that can be used (${why})`,
  });
}
