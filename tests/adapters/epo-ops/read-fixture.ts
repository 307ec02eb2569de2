import { readFileSync } from "node:fs";

/** An invented answer of this folder, in OPS's format. */
export function readFixture(name: string): string {
  return readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8");
}
