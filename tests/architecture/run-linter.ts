import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT } from "./source-files.ts";

/** Rules that the project's linter configuration finds broken, by planted file. */
export function runLinter(planted: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "planted-"));
  try {
    copyFileSync(`${ROOT}.biome.json`, join(folder, ".biome.json"));
    for (const [path, text] of Object.entries(planted)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const biome = `${ROOT}node_modules/@biomejs/biome/bin/biome`;
    const args = [biome, "lint", "--vcs-enabled=false", "--max-diagnostics=none", "--reporter=json", "."];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    if (!stdout.startsWith("{")) throw new Error(`the linter gave no report: ${stderr.slice(0, 500)}`);
    return byFile((JSON.parse(stdout) as Report).diagnostics);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Report {
  readonly diagnostics: readonly { readonly category: string; readonly location: { readonly path: string } }[];
}

function byFile(diagnostics: Report["diagnostics"]): ReadonlyMap<string, readonly string[]> {
  const rules = new Map<string, string[]>();
  for (const { category, location } of diagnostics) {
    const path = location.path.replaceAll("\\", "/");
    rules.set(path, [...(rules.get(path) ?? []), category.slice(category.lastIndexOf("/") + 1)]);
  }
  return rules;
}
