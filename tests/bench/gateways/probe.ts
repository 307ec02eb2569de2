import { writeFile } from "node:fs/promises";
import { Session } from "node:inspector/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";
import { obey } from "./control.ts";

// Preloaded (`--import`) into every process: it tells what the process uses and costs nothing while it is not asked.
if (isMainThread) watch();

function watch(): void {
  const session = new Session();
  const delays = monitorEventLoopDelay({ resolution: 1 });
  obey({
    usage: () => {
      const { user, system } = process.cpuUsage();
      return { cpuUs: user + system, rssBytes: process.memoryUsage.rss() };
    },
    "start-profile": async () => {
      session.connect();
      await session.post("Profiler.enable");
      await session.post("Profiler.setSamplingInterval", { interval: 500 });
      await session.post("Profiler.start");
      return null;
    },
    "stop-profile": async ({ file }) => {
      const { profile } = await session.post("Profiler.stop");
      session.disconnect();
      await writeFile(file, JSON.stringify(profile));
      return null;
    },
    stall: () => {
      const longestMs = delays.max / 1e6;
      delays.reset();
      delays.enable();
      return { longestMs };
    },
  });
}
