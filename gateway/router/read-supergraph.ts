import { readFile, stat } from "node:fs/promises";
import { type DirectiveNode, type DocumentNode, type EnumTypeDefinitionNode, Kind, parse } from "graphql";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";

const MAX_FILE_BYTES = 64 * 1_048_576;

/** A subgraph that runs somewhere. */
export interface PlainSubgraphFacts {
  readonly name: string;
  readonly url: string;
}

export interface SupergraphFile {
  readonly sdl: string;
  readonly subgraphs: readonly PlainSubgraphFacts[];
}

/** A composed supergraph and the addresses in it (join spec: https://specs.apollo.dev/join/v0.5/#@graph). Throws SettingsError. */
export async function readSupergraphFile(path: string): Promise<SupergraphFile> {
  const sdl = await readText(path);
  return { sdl, subgraphs: readSubgraphs(parseSdl(sdl, path), path) };
}

async function readText(path: string): Promise<string> {
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

function parseSdl(sdl: string, path: string): DocumentNode {
  try {
    return parse(sdl, { noLocation: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw bad(path, `不是有效的 GraphQL：${message}`, `is not valid GraphQL: ${message}`);
  }
}

function readSubgraphs({ definitions }: DocumentNode, path: string): readonly PlainSubgraphFacts[] {
  const graphs = definitions.find(
    (node): node is EnumTypeDefinitionNode =>
      node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === "join__Graph",
  );
  if (graphs?.values === undefined || graphs.values.length === 0) {
    throw bad(
      path,
      "不是组合后的 supergraph（没有 join__Graph）",
      "is no composed supergraph (there is no join__Graph)",
    );
  }
  return graphs.values.map(({ name, directives = [] }) => {
    const graph = directives.find((directive) => directive.name.value === "join__graph");
    return toFacts(textOf(graph, "name") ?? name.value, textOf(graph, "url") ?? "", path);
  });
}

function toFacts(name: string, url: string, path: string): PlainSubgraphFacts {
  if (/^https?:$/.test(URL.parse(url)?.protocol ?? "")) return { name, url };
  throw bad(path, `子图 ${name} 没有 http(s) 地址（${url}）`, `subgraph ${name} has no http(s) address (${url})`);
}

function textOf(directive: DirectiveNode | undefined, name: string): string | undefined {
  const value = directive?.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function bad(path: string, zh: string, en: string): SettingsError {
  return new SettingsError({ zh: `supergraph 文件 ${path} ${zh}`, en: `Supergraph file ${path} ${en}` });
}
