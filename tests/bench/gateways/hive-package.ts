import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const FOLDER = fileURLToPath(new URL("./hive/", import.meta.url));
const BIN = `${FOLDER}node_modules/@graphql-hive/gateway/dist/bin.js`;
const INSTALL_WITHIN_MS = 300_000;

export const HIVE_SHARING_CONFIG = `${FOLDER}sharing.config.js`;

/** Hive Gateway's program, installed where it is not there yet; null, with a word about it, where it cannot be. */
export async function hiveProgram(): Promise<string | null> {
  if (existsSync(BIN)) return BIN;
  process.stdout.write("installing Hive Gateway below tests/bench/gateways/hive (some 500 MB, once)\n");
  const install = ["ci", "--prefix", FOLDER, "--ignore-scripts", "--no-audit", "--no-fund"];
  try {
    await promisify(execFile)("npm", install, { cwd: FOLDER, timeout: INSTALL_WITHIN_MS });
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim().split("\n").at(-1) : String(error);
    process.stdout.write(`Hive Gateway could not be installed and is left out: ${reason}\n`);
  }
  return existsSync(BIN) ? BIN : null;
}
