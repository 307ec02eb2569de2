import { SpareProcess } from "#gateway/children/spare-process.ts";

/** A parent that tells the id of its child, and waits. */
const processes = new SpareProcess({
  script: new URL("./echo-process.ts", import.meta.url),
  flags: [],
  heapLimitMb: 64,
});
const child = processes.take();
child.once("message", () => process.stdout.write(`${child.pid}\n`));
child.send({ text: "a" });
