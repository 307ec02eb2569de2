import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const WAITER = fileURLToPath(new URL("./wait-for-stop.ts", import.meta.url));

test.each(["SIGINT", "SIGTERM"] as const)("%s is told each time", async (signal) => {
  const child = spawn(process.execPath, [WAITER, "2"], { stdio: ["ignore", "pipe", "inherit"] });
  const output = readFrom(child);
  await output.contains("waiting");
  child.kill(signal);
  await output.contains("signal");
  child.kill(signal);
  expect(await once(child, "exit")).toEqual([0, null]);
  expect(output.text().split("\n").slice(1)).toEqual(["signal", "signal", ""]);
});

test.each([
  ["npm", { npm_lifecycle_event: "start" }, "orphaned"],
  ["a plain shell", {}, ""],
])("under %s the end of the shell in between is told as it should be", async (_who, env, told) => {
  const script = `"${process.execPath}" "${WAITER}" 1; true`;
  const shell = spawn("sh", ["-c", script], { env, stdio: ["ignore", "pipe", "inherit"] });
  const output = readFrom(shell);
  await output.contains("waiting");
  const pid = Number(/pid (\d+)/.exec(output.text())?.[1]);
  shell.kill("SIGTERM");
  await once(shell, "exit");
  if (told === "") process.kill(pid, "SIGTERM");
  await output.contains(told === "" ? "signal" : told);
});

function readFrom({ stdout }: ChildProcess) {
  let text = "";
  stdout?.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  return {
    text: () => text,
    contains: (part: string) => expect.poll(() => text, { timeout: 10_000, interval: 10 }).toContain(part),
  };
}
