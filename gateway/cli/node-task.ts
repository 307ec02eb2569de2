import { parseArgs } from "node:util";
import type { Bilingual } from "#schema/ids/parsed.ts";

/** What was typed after the name of a task. */
export interface Given {
  readonly words: readonly string[];
  text(option: string): string | undefined;
  has(option: string): boolean;
  /** `--json`: for machines. */
  readonly json: boolean;
}

/** One thing that `npm run hub -- node` does. */
export interface NodeTask {
  readonly name: string;
  readonly usage: string;
  readonly summary: Bilingual;
  readonly examples: readonly string[];
  /** Beside `--json`. */
  readonly options: Readonly<Record<string, "string" | "boolean">>;
  /** How many words it takes. */
  readonly words: readonly [least: number, most: number];
  /** Resolves to the exit code. */
  run(given: Given): Promise<number>;
}

/** Undefined for what the task does not take. */
export function readGiven({ options, words }: NodeTask, args: readonly string[]): Given | undefined {
  const types = Object.entries({ ...options, json: "boolean" as const }).map(([name, type]) => [name, { type }]);
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: Object.fromEntries(types) as Record<string, { type: "string" | "boolean" }>,
    });
    const [least, most] = words;
    if (positionals.length < least || positionals.length > most) return undefined;
    return {
      words: positionals,
      text: (option) => (typeof values[option] === "string" ? values[option] : undefined),
      has: (option) => values[option] !== undefined && values[option] !== false,
      json: values["json"] === true,
    };
  } catch {
    return undefined;
  }
}

/** Exit code: nothing is wrong, it cannot be done now (EX_TEMPFAIL of sysexits). */
export const NOT_NOW = 75;

export function say({ zh, en }: Bilingual): void {
  process.stdout.write(`${zh} / ${en}\n`);
}

/** Beside the answer: what is under way. Not for machines. */
export function sayAside({ json }: Given, { zh, en }: Bilingual): void {
  if (!json) process.stderr.write(`… ${zh} / ${en}\n`);
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(value: object): void {
  print(JSON.stringify(value, null, 2));
}
