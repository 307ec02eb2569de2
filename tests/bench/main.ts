import { readdir } from "node:fs/promises";
import "#gateway/report/telemetry-off.ts";
import { type Bench, isMet } from "./bench.ts";
import { toTable } from "./print-table.ts";
import { isWrongUse, WrongUse } from "./wrong-use.ts";

const SUFFIX = ".bench.ts";
const SHORT = 1;
const USAGE_ERROR = 2;
const HELP: ReadonlySet<string> = new Set(["--help", "-h"]);

process.exitCode = await main(process.argv.slice(2));

/** Without a name it lists the benches; with one it runs that bench. Exits with 1 where a figure falls short. */
async function main([name, ...args]: readonly string[]): Promise<number> {
  const names = (await readdir(import.meta.dirname))
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .sort();
  if (name === undefined || HELP.has(name)) {
    for (const known of names) process.stdout.write(`${known.padEnd(14)}${(await load(known)).summary}\n`);
    return 0;
  }
  if (!names.includes(name)) {
    process.stderr.write(`未知基准 / Unknown bench: ${name}. ${names.join(", ")}\n`);
    return USAGE_ERROR;
  }
  const bench = await load(name);
  if (args.some((arg) => HELP.has(arg))) {
    process.stdout.write(`${usageOf(name, bench)}${bench.summary}\n`);
    return 0;
  }
  try {
    return await measure(bench, args);
  } catch (error) {
    if (!isWrongUse(error)) throw error;
    process.stderr.write(`${error.message}\n${usageOf(name, bench)}`);
    return USAGE_ERROR;
  }
}

async function measure(bench: Bench, args: readonly string[]): Promise<number> {
  if (bench.usage === undefined && args.length > 0) throw new WrongUse(`unknown: ${args.join(" ")}`);
  const figures = await bench.run(args);
  process.stdout.write(`\n${toTable(figures)}\n`);
  return figures.length > 0 && figures.every(isMet) ? 0 : SHORT;
}

function usageOf(name: string, { usage }: Bench): string {
  return `用法 / Usage: npm run bench -- ${name}${usage === undefined ? "" : ` ${usage}`}\n`;
}

async function load(name: string): Promise<Bench> {
  const { bench } = (await import(new URL(`./${name}${SUFFIX}`, import.meta.url).href)) as { readonly bench?: Bench };
  if (bench !== undefined) return bench;
  throw new Error(`tests/bench/${name}${SUFFIX} must export "bench"`);
}
