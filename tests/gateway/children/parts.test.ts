import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cut, HeardParts, type Part } from "#gateway/children/parts.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

const MODULE = fileURLToPath(new URL("../../../gateway/children/parts.ts", import.meta.url));

test("a text that is cut is the same when it is joined", () => {
  const short = fc.string({ unit: "binary", maxLength: 50 });
  fc.assert(
    fc.property(short, fc.nat(3_000), (text, times) => {
      const parts = cut(text.repeat(times));
      expect(parts.join("")).toBe(text.repeat(times));
      expect(parts.length).toBeGreaterThan(0);
    }),
  );
});

test("a long answer comes in many messages of its process, in order, and then the rest", async () => {
  await using folder = await temporaryFolder();
  const script = join(folder.path, "child.mts");
  await writeFile(
    script,
    `import { cut, tellInParts } from ${JSON.stringify(MODULE)};
     const text = "一𠮷 ".repeat(50_000);
     const pairs = Array.from({ length: 3_000 }, (_, n) => ["name" + n, "text of " + n]);
     tellInParts({ text: cut(text), pairs, none: [] }, { kind: "rest" });
     process.once("message", () => process.disconnect());`,
  );
  const child = fork(script, [], { serialization: "advanced" });
  const exited = once(child, "exit");
  const heard = new HeardParts();
  let messages = 0;
  await new Promise<void>((resolve) => {
    child.on("message", (message: Part | { readonly kind: "rest" }) => {
      if (message.kind === "rest") return resolve();
      messages += 1;
      heard.hear(message);
    });
  });
  child.send("seen");
  await exited;
  expect(heard.texts("text").join("")).toBe("一𠮷 ".repeat(50_000));
  expect(Object.entries(heard.pairs("pairs"))[2_999]).toEqual(["name2999", "text of 2999"]);
  expect(heard.texts("none")).toEqual([]);
  expect(messages).toBeGreaterThan(8);
});
