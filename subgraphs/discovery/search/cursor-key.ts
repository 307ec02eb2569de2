import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = "discovery";
const FILE = "search-cursor.key";
const BYTES = 32;

/** The key that seals cursors: made once in the hub's folder, so that processes that share it read each other's. */
export function readCursorKey(dataDir: string): Uint8Array {
  const folder = join(dataDir, FOLDER);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, FILE);
  try {
    writeFileSync(file, randomBytes(BYTES), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const key = readFileSync(file);
  if (key.length === BYTES) return key;
  throw new Error(`${file} is no key of ${BYTES} bytes; remove it and start again`);
}
