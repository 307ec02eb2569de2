import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { HeaderMap, Variables } from "#tests/support/hub-client.ts";

/** A document of the public API's spine, with what is sent beside it. */
export interface Journey {
  readonly name: string;
  readonly query: string;
  readonly variables: Variables;
  readonly headers: HeaderMap;
  /** The checked answer. */
  readonly expectedFile: string;
}

/** Every journey of a folder, by name. */
export function readJourneys(folder: string): readonly Journey[] {
  const directory = new URL(`./${folder}/`, import.meta.url);
  const names = readdirSync(directory).flatMap((file) => (file.endsWith(".graphql") ? [file.slice(0, -8)] : []));
  return names.sort().map((name) => ({
    name,
    query: readFileSync(new URL(`${name}.graphql`, directory), "utf8"),
    variables: readJson(new URL(`${name}.json`, directory)),
    headers: readJson(new URL(`${name}.headers.json`, directory)) as HeaderMap,
    expectedFile: fileURLToPath(new URL(`${name}.expected.json`, directory)),
  }));
}

export function journeyNamed(folder: string, name: string): Journey {
  const journey = readJourneys(folder).find((candidate) => candidate.name === name);
  if (journey === undefined) throw new Error(`no journey ${name}`);
  return journey;
}

function readJson(file: URL): Variables {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Variables) : {};
}
