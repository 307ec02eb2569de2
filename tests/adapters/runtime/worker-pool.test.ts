import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { WorkerPool } from "#adapters/runtime/worker-pool.ts";

/** Loads for a while, then says what it is asked to say; "close" ends it, and it counts that it was asked to. */
const ECHO = `
  const { parentPort, workerData } = require("node:worker_threads");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  parentPort.on("message", (question) => {
    if (question === "close") {
      Atomics.add(workerData, 0, 1);
      return parentPort.close();
    }
    parentPort.postMessage({ id: question.id, ok: true, value: question.args[0] });
  });
  parentPort.postMessage("ready");
`;

function openPool(parts: { readonly code?: string; readonly loadGraceMs?: number } = {}) {
  const { code = ECHO, ...options } = parts;
  const closed = new Int32Array(new SharedArrayBuffer(4));
  const pool = new WorkerPool<{ say(text: string): string }>({
    ...{ source: "echo", mostThreads: 1, mostWaiting: 5, ...options },
    start: () => new Worker(code, { eval: true, workerData: closed }),
  });
  return { pool, closed };
}

test("a pool that is closed lets every thread end by itself, one that still loads, too", async () => {
  const { pool, closed } = openPool();
  const asked = pool.ask("say", ["too early"]).catch(({ failure }) => failure);
  await pool.close();
  expect(await asked).toEqual({ kind: "off" });
  expect([...closed]).toEqual([1]);
});

test("one that loads for too long is not waited for", async () => {
  const { pool, closed } = openPool({ code: "setInterval(() => {}, 1_000)", loadGraceMs: 1 });
  const asked = pool.ask("say", ["too early"]).catch(({ failure }) => failure);
  await pool.close();
  expect(await asked).toEqual({ kind: "off" });
  expect([...closed]).toEqual([0]);
});

test("what is under way when it is closed is answered", async () => {
  const { pool, closed } = openPool();
  expect(await pool.ask("say", ["first"])).toBe("first");
  const second = pool.ask("say", ["second"]);
  await pool.close();
  expect(await second).toBe("second");
  expect([...closed]).toEqual([1]);
  await expect(pool.ask("say", ["third"])).rejects.toMatchObject({ failure: { kind: "off" } });
});
