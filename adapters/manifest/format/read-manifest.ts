import { checkManifest } from "#adapters/manifest/checks/check-manifest.ts";
import { readToldFullWidth } from "./full-width.ts";
import { MANIFEST, type Manifest } from "./manifest-format.ts";
import { type ReadText, type Refused, readForm, readText, type TextFormat } from "./read-text.ts";
import { FORMAT_SCHEMA } from "./schema-walk.ts";

export type ReadManifest = { readonly ok: true; readonly manifest: Manifest } | Refused;

const FORMAT: TextFormat<typeof MANIFEST> = {
  form: MANIFEST,
  schema: FORMAT_SCHEMA,
  noun: { zh: "清单", en: "manifest" },
  check: checkManifest,
};

/**
 * YAML → manifest, or the mistakes in it, in the order of the text: first those of the text itself, else those of its form,
 * else those of its meaning. Never throws, whatever the text is.
 */
export function readManifest(text: string): ReadManifest {
  return readToldFullWidth(text, readAsWritten);
}

function readAsWritten(text: string): ReadManifest {
  const read = readText(text, BEGIN);
  return read.ok ? toManifest(read) : read;
}

export function toManifest(text: ReadText): ReadManifest {
  const read = readForm(text, FORMAT);
  return read.ok ? { ok: true, manifest: read.told } : read;
}

const BEGIN = { zh: "以 manifest: 1 开头（写法见 FORMAT.md）", en: "Begin with manifest: 1 (FORMAT.md shows how)" };
