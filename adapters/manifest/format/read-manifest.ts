import { LineCounter, parseDocument } from "yaml";
import { MANIFEST, type Manifest } from "./manifest-format.ts";
import type { ManifestProblem } from "./problem.ts";

export type ReadManifest =
  | { readonly ok: true; readonly manifest: Manifest }
  | { readonly ok: false; readonly problems: readonly ManifestProblem[] };

/** YAML → manifest, or every mistake in it. Never throws, whatever the text is. */
export function readManifest(text: string): ReadManifest {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    const message = { zh: `不是有效的 YAML：${error.code}`, en: `Not valid YAML: ${error.code}` };
    return { ok: false, problems: [{ code: "NOT_YAML", line, column: col, path: "", message, suggestion: null }] };
  }
  const result = MANIFEST.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (result.success) return { ok: true, manifest: result.data };
  const problems = result.error.issues.map((issue): ManifestProblem => {
    const message = { zh: issue.message, en: issue.message };
    return {
      code: "WRONG_FORM",
      line: 1,
      column: 1,
      path: issue.path.map(String).join("."),
      message,
      suggestion: null,
    };
  });
  return { ok: false, problems };
}
