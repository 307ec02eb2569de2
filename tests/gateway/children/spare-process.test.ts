import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { getPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { end, SpareProcess } from "#gateway/children/spare-process.ts";

const script = new URL("./echo-process.ts", import.meta.url);

function processes(keptMs?: number) {
  const spare = new SpareProcess({ script, flags: [], heapLimitMb: 64, ...(keptMs === undefined ? {} : { keptMs }) });
  const take = (): ChildProcess => {
    const child = spare.take();
    onTestFinished(() => end(child));
    return child;
  };
  return { take, giveBack: (child: ChildProcess) => spare.giveBack(child) };
}

async function ask(child: ChildProcess, text: string): Promise<unknown> {
  const answered = once(child, "message");
  child.send({ text });
  return (await answered)[0];
}

test("the process that was given back is the next one's, and tells the first one nothing any more", async () => {
  const { take, giveBack } = processes();
  const first = take();
  expect(await ask(first, "a")).toMatchObject({ text: "a", asked: 1 });
  const heard: unknown[] = [];
  first.on("message", (message) => heard.push(message));
  giveBack(first);
  const second = take();
  expect(second).toBe(first);
  expect(await ask(second, "b")).toMatchObject({ text: "b", asked: 2 });
  expect(heard).toEqual([]);
});

test("who comes meanwhile has a process of their own, and one of the two stays", async () => {
  const { take, giveBack } = processes();
  const [one, other] = [take(), take()];
  expect(other).not.toBe(one);
  await Promise.all([ask(one, "a"), ask(other, "a")]);
  giveBack(one);
  giveBack(other);
  await once(other, "exit");
  expect(take()).toBe(one);
});

test("one that fails while it waits is not given out", async () => {
  const { take, giveBack } = processes();
  const child = take();
  await ask(child, "a");
  giveBack(child);
  const ended = once(child, "exit");
  child.send({ text: "fail" });
  await ended;
  expect(await ask(take(), "b")).toMatchObject({ asked: 1 });
});

test("one that nobody wants for a while ends", async () => {
  const { take, giveBack } = processes(1);
  const child = take();
  await ask(child, "a");
  giveBack(child);
  await once(child, "exit");
  expect(take()).not.toBe(child);
});

test("it knows nothing of the settings and secrets of its parent", async () => {
  process.env["HUB_ADMIN_TOKEN"] ??= "not to be told";
  const { variables } = (await ask(processes().take(), "a")) as { readonly variables: readonly string[] };
  expect(variables.filter((name) => /HUB|TOKEN|NODE_OPTIONS/u.test(name))).toEqual([]);
});

/** Of every thread of a process (proc(5), /proc/pid/stat: the 19th field). */
function niceness(pid: number | undefined): readonly number[] {
  return readdirSync(`/proc/${pid}/task`).map((thread) => {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]);
  });
}

test.runIf(process.platform === "linux")("all its threads step back behind what is being served", async () => {
  const child = processes().take();
  await ask(child, "a");
  expect(new Set(niceness(child.pid))).toEqual(new Set([Math.max(getPriority(), 7)]));
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "it goes on at %s, which all of a terminal hear",
  async (signal) => {
    const child = processes().take();
    await ask(child, "a");
    child.kill(signal);
    expect(await ask(child, "b")).toMatchObject({ asked: 2 });
  },
);

test("it ends with its parent, however that ends", async () => {
  const parent = spawn(process.execPath, [fileURLToPath(new URL("./parent-process.ts", import.meta.url))], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [told] = (await once(parent.stdout, "data")) as [Buffer];
  const pid = Number(told.toString());
  expect(process.kill(pid, 0)).toBe(true);
  parent.kill("SIGKILL");
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"), 5_000);
});
