import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Bench, Figure } from "./bench.ts";
import { CASES, type Case } from "./gateways/cases.ts";
import { readReferences } from "./gateways/compare-entrants.ts";
import { areasOf, type CpuProfile, toAreaTable } from "./gateways/profile-report.ts";
import { type RunOptions, runCase } from "./gateways/run-case.ts";
import { SIZES, type Size } from "./gateways/shop-queries.ts";
import { openStage } from "./gateways/stage.ts";
import { toCaseTable, toFigures } from "./gateways/tell-case.ts";

const AREAS = 15;
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * `-- gateways --only distinct,cached --sizes L,M --seconds 3 --rounds 3`, or `--profile distinct --sizes L`. With
 * `--checkout FOLDER` another working copy's gateway is measured: before and after.
 */
export const bench: Bench = {
  summary: "CPU per answered request beside stock Apollo, Hive Gateway and bare node:http (--only, --sizes, --profile)",
  run: async (args) => {
    const { cases, sizes, seconds, rounds, isProfiled, checkout } = readArguments(args);
    await using stage = await openStage(checkout);
    const references = await readReferences(stage, sizes);
    const profile = isProfiled ? createProfiling(stage.folder) : undefined;
    const figures: Figure[] = [];
    for (const test of cases) {
      for (const [size, reference] of references) {
        const outcomes = await runCase(stage, test, { size, reference, options: { seconds, rounds, profile } });
        process.stdout.write(`\n${toCaseTable(test, size, outcomes)}\n`);
        figures.push(...toFigures(test, size, outcomes));
      }
    }
    return figures;
  },
};

interface Arguments {
  readonly cases: readonly Case[];
  readonly sizes: readonly Size[];
  readonly seconds: number;
  readonly rounds: number;
  readonly isProfiled: boolean;
  readonly checkout: string;
}

function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string" },
      profile: { type: "string" },
      sizes: { type: "string", default: SIZES.join(",") },
      seconds: { type: "string", default: "3" },
      rounds: { type: "string", default: "3" },
      checkout: { type: "string", default: ROOT },
    },
  });
  const names = (values.profile ?? values.only)?.split(",");
  const cases = CASES.filter(({ name }) => names?.includes(name) ?? true);
  const unknown = names?.filter((name) => !CASES.some((test) => test.name === name)) ?? [];
  if (unknown.length > 0) throw new RangeError(`no case ${unknown}; there are ${CASES.map(({ name }) => name)}`);
  const sizes = SIZES.filter((size) => values.sizes.split(",").includes(size));
  const seconds = readNumber("--seconds", values.seconds, 60);
  return {
    checkout: resolve(values.checkout),
    cases,
    sizes,
    seconds,
    rounds: readNumber("--rounds", values.rounds, 50),
    isProfiled: values.profile !== undefined,
  };
}

function readNumber(name: string, text: string, most: number): number {
  const value = Number(text);
  if (value > 0 && value <= most) return value;
  throw new RangeError(`${name} wants a number up to ${most}`);
}

/** One more turn of each contestant, sampled: where its serving thread spent the time. */
function createProfiling(folder: string): RunOptions["profile"] {
  return async (name, { child }, turn) => {
    const file = join(folder, `${name}.cpuprofile`);
    await child.tell("start-profile", null);
    const { cpuUs } = await turn();
    await child.tell("stop-profile", { file });
    const profile = JSON.parse(await readFile(file, "utf8")) as CpuProfile;
    process.stdout.write(`\n${toAreaTable(`${name}: self time`, areasOf(profile), cpuUs, AREAS)}\n`);
  };
}
