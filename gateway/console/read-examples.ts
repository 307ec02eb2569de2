import { readdir, readFile } from "node:fs/promises";

/** A ready document of the query page. */
export interface Example {
  readonly name: string;
  /** From the document's first two comment lines. */
  readonly summary: { readonly zh: string; readonly en: string };
  readonly query: string;
  readonly variables: string;
  /** JSON for the header editor; empty where none is needed. */
  readonly headers: string;
}

/** Reads every `NAME.graphql` of a folder with its `NAME.json` (variables) and `NAME.headers.json` beside it, by name. */
export async function readExamples(folder: URL): Promise<readonly Example[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".graphql")).sort();
  return Promise.all(names.map((name) => readExample(folder, name.replace(/\.graphql$/, ""))));
}

async function readExample(folder: URL, name: string): Promise<Example> {
  const [query, variables, headers] = await Promise.all([
    readFile(new URL(`${name}.graphql`, folder), "utf8"),
    readOptional(new URL(`${name}.json`, folder)),
    readOptional(new URL(`${name}.headers.json`, folder)),
  ]);
  const [zh = name, en = name] = query.split("\n", 2).map((line) => line.replace(/^#\s*/, ""));
  return { name, summary: { zh, en }, query, variables: indent(variables), headers: indent(headers) };
}

async function readOptional(file: URL): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}

function indent(json: string): string {
  const text = json === "" ? "" : JSON.stringify(JSON.parse(json), null, 2);
  return text === "{}" ? "" : text;
}
