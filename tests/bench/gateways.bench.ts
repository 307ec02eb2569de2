import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bench, Figure } from "./bench.ts";
import { CASES } from "./gateways/cases.ts";
import { readReferences } from "./gateways/compare-entrants.ts";
import { areasOf, type CpuProfile, toAreaTable } from "./gateways/profile-report.ts";
import { type Arguments, readArguments } from "./gateways/read-arguments.ts";
import { type RunOptions, runCase } from "./gateways/run-case.ts";
import { measureScale } from "./gateways/scale.ts";
import { measureSignatures } from "./gateways/signatures.ts";
import { openStage } from "./gateways/stage.ts";
import { toCaseTable, toFigures } from "./gateways/tell-case.ts";

const AREAS = 15;

/** What is measured otherwise than by asking contestants over HTTP. */
const OTHERS: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  signatures: measureSignatures,
  scale: measureScale,
};

/**
 * `-- gateways --only distinct,cached --sizes L,M --seconds 3 --rounds 3`, or `--profile distinct --sizes L`. With
 * `--checkout FOLDER` another working copy's gateway is measured: before and after.
 */
export const bench: Bench = {
  summary: "CPU per answered request beside stock Apollo, Hive Gateway and bare node:http (--only, --sizes, --profile)",
  usage: "[--only CASE,...] [--sizes L,M,S] [--seconds N] [--rounds N] [--profile CASE,...] [--checkout FOLDER]",
  run: async (args) => {
    const chosen = readArguments(args, [...CASES.map(({ name }) => name), ...Object.keys(OTHERS)]);
    const figures = [...(await measureCases(chosen))];
    for (const [name, measure] of Object.entries(OTHERS)) {
      if (chosen.isChosen(name)) figures.push(...(await measure()));
    }
    return figures;
  },
};

async function measureCases({
  isChosen,
  sizes,
  checkout,
  isProfiled,
  ...times
}: Arguments): Promise<readonly Figure[]> {
  const cases = CASES.filter(({ name }) => isChosen(name));
  if (cases.length === 0) return [];
  await using stage = await openStage(checkout);
  const references = await readReferences(stage, sizes);
  const options: RunOptions = { ...times, profile: isProfiled ? createProfiling(stage.folder) : undefined };
  const figures: Figure[] = [];
  for (const test of cases) {
    for (const [size, reference] of references) {
      const outcomes = await runCase(stage, test, { size, reference, options });
      process.stdout.write(`\n${toCaseTable(test, size, outcomes)}\n`);
      figures.push(...toFigures(test, size, outcomes));
    }
  }
  return figures;
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
