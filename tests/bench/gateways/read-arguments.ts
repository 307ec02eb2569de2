import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readNumber, WrongUse } from "#tests/bench/wrong-use.ts";
import { SIZES, type Size } from "./shop-queries.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const MAX_SECONDS = 60;
const MAX_ROUNDS = 50;

export interface Arguments {
  /** Names of cases; all where none is told. */
  readonly isChosen: (name: string) => boolean;
  readonly sizes: readonly Size[];
  readonly seconds: number;
  readonly rounds: number;
  readonly isProfiled: boolean;
  /** Folder of the project whose gateway is measured. */
  readonly checkout: string;
}

/** Reads what stands behind `npm run bench -- gateways`; `known` are the names of all cases. Throws WrongUse. */
export function readArguments(args: readonly string[], known: readonly string[]): Arguments {
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
  const chosen = readNames(values.profile ?? values.only ?? known.join(","), known);
  const sizes = readNames(values.sizes, SIZES);
  return {
    isChosen: (name) => chosen.includes(name),
    sizes: SIZES.filter((size) => sizes.includes(size)),
    seconds: readNumber("--seconds", values.seconds, MAX_SECONDS),
    rounds: readNumber("--rounds", values.rounds, MAX_ROUNDS),
    isProfiled: values.profile !== undefined,
    checkout: resolve(values.checkout),
  };
}

function readNames(text: string, known: readonly string[]): readonly string[] {
  const names = text.split(",");
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return names;
  throw new WrongUse(`unknown: ${unknown.join(", ")}; there are ${known.join(", ")}`);
}
