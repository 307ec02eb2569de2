import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The project's root folder, with a slash at its end. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export const TOP_FOLDERS = ["adapters", "gateway", "schema", "subgraphs", "tests"] as const;

/** A file by its path from the root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Every TypeScript file of a folder, built pages left out. */
export function sourceFiles(folder: string): readonly SourceFile[] {
  return readdirSync(`${ROOT}${folder}`, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/node_modules|[/\\]dist\b/.test(entry.parentPath),
    )
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll("\\", "/"))
    .map((file) => ({
      path: file.slice(file.indexOf(`/${folder}/`, ROOT.length - 2) + 1),
      text: readFileSync(file, "utf8"),
    }))
    .sort((a, b) => a.path.localeCompare(b.path));
}

/** Specifiers of all imports and re-exports, dynamic ones too. */
export function importsOf({ text }: SourceFile): readonly string[] {
  return [
    ...text.matchAll(/^\s*(?:import|export)\s[^;]*?from\s+"([^"]+)"|^\s*import\s+"([^"]+)"|\bimport\(\s*"([^"]+)"/gm),
  ].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? "");
}

/** Without comments, so that examples in them do not count. */
export function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|\s)\/\/.*$/gm, "");
}
