import { readdir } from "node:fs/promises";
import type { Bench, Figure } from "./bench.ts";
import { inTurn } from "./measure.ts";
import { type House, openHouse } from "./resilience/house.ts";
import type { Requirement } from "./resilience/requirement.ts";
import { WrongUse } from "./wrong-use.ts";

const FOLDER = new URL("./resilience/", import.meta.url);

/** The promises about time, manners and staying up. With numbers behind its name only those: `-- resilience 1 7 18`. */
export const bench: Bench = {
  summary: "time, politeness and staying up: each promise beside what is measured (or only those numbered: 1 7 18)",
  usage: "[NUMBER...]",
  run: async (args) => {
    const all = await loadAll();
    const unknown = args.filter((arg) => !all.some(({ number }) => String(number) === arg));
    if (unknown.length > 0)
      throw new WrongUse(`unknown: ${unknown.join(", ")}; there are ${all.map(({ number }) => number).join(", ")}`);
    const requirements = all.filter(({ number }) => args.length === 0 || args.includes(String(number)));
    await using house = await openHouse();
    return (await inTurn(requirements, (requirement) => measure(requirement, house))).flat();
  },
};

async function loadAll(): Promise<readonly Requirement[]> {
  const files = (await readdir(FOLDER)).filter((file) => /^\d\d-.*\.ts$/.test(file)).sort();
  return Promise.all(files.map(load));
}

async function load(file: string): Promise<Requirement> {
  const module = (await import(new URL(file, FOLDER).href)) as { readonly requirement?: Requirement };
  if (module.requirement !== undefined) return module.requirement;
  throw new Error(`tests/bench/resilience/${file} must export "requirement"`);
}

/** A measurement that breaks is a promise not kept, and not the end of the others. */
async function measure({ number, promise, measure: run }: Requirement, house: House): Promise<readonly Figure[]> {
  process.stderr.write(`${String(number).padStart(2)} ${promise}\n`);
  const figures = await run(house).catch((error: unknown): readonly Figure[] => {
    process.stderr.write(`   ${error instanceof Error ? error.stack : String(error)}\n`);
    return [{ what: "not measured", unit: "", promised: { kind: "exactly", value: 1 }, measured: null }];
  });
  await house.tidy();
  return figures.map((figure) => ({ ...figure, what: `${String(number).padStart(2)} ${figure.what}` }));
}
