import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { LineBuffer } from "#gateway/report/line-buffer.ts";

test("many logs of one process listen for its end once", () => {
  const before = process.listenerCount("exit");
  for (let index = 0; index < 20; index++) new LineBuffer({ write: () => {} }).write("line\n");
  expect(process.listenerCount("exit") - before).toBeLessThanOrEqual(1);
});

test("what is not written yet is written when the process ends, each log's", async () => {
  const code = `
    import { createLogger } from "#gateway/report/logger.ts";
    for (const name of ["one", "two"]) createLogger({ logLevel: "info", logTo: "stdout" }).info({ name }, "last words");
    process.exit(0);`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", code]);
  const names = stdout
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { readonly name: string }).name);
  expect(names).toEqual(["one", "two"]);
});
