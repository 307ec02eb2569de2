import { readFile, stat } from "node:fs/promises";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";
import type { SupergraphFacts } from "#gateway/plan/planner.ts";

const MAX_FILE_BYTES = 64 * 1_048_576;

/** A subgraph that runs somewhere. */
export interface PlainSubgraphFacts {
  readonly name: string;
  readonly url: string;
}

/** The text of a composed supergraph. Throws SettingsError. */
export async function readSupergraphFile(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) throw bad(path, `超过 ${MAX_FILE_BYTES} 字节`, `larger than ${MAX_FILE_BYTES} bytes`);
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw bad(path, `无法读取（${code}）`, `cannot be read (${code})`);
  }
}

/** Where each subgraph of a supergraph is to be asked. Throws SettingsError. */
export function readSubgraphs({ subgraphs }: SupergraphFacts, path: string): readonly PlainSubgraphFacts[] {
  return subgraphs.map(({ name, url }) => toFacts(name, url, path));
}

function toFacts(name: string, url: string, path: string): PlainSubgraphFacts {
  if (/^https?:$/.test(URL.parse(url)?.protocol ?? "")) return { name, url };
  throw bad(path, `子图 ${name} 没有 http(s) 地址（${url}）`, `subgraph ${name} has no http(s) address (${url})`);
}

function bad(path: string, zh: string, en: string): SettingsError {
  return new SettingsError({ zh: `supergraph 文件 ${path} ${zh}`, en: `Supergraph file ${path} ${en}` });
}
