import { WASI } from "node:wasi";

/** A module that exports one page of memory and does nothing: the clock writes there. */
const MEMORY = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[5, 3, 1, 0, 1],
  ...[7, 10, 1, 6, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 2, 0],
);
/** `thread_cputime_id` (https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#clockid, seen 2026-11). */
const THREAD_CPU_TIME = 3;

type ClockTimeGet = (clock: number, precision: bigint, address: number) => number;

/**
 * What this thread has worked so far, milliseconds, to the microsecond: `process.threadCpuUsage` is only as fine as the
 * kernel's ticks (up to 4 ms where others want the processor).
 */
export function threadCpuClock(): () => number {
  const wasi = new WASI({ version: "preview1" });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(MEMORY));
  wasi.initialize(instance);
  const { buffer } = instance.exports["memory"] as WebAssembly.Memory;
  const view = new DataView(buffer);
  const read = (wasi.wasiImport as { readonly clock_time_get: ClockTimeGet }).clock_time_get;
  return () => {
    if (read(THREAD_CPU_TIME, 1n, 0) !== 0) throw new Error("no clock of this thread's CPU time");
    return Number(view.getBigUint64(0, true)) / 1e6;
  };
}

/** The longest turn of this thread's event loop from now on, milliseconds of CPU time. */
export function watchTurns(cpuMs: () => number = threadCpuClock()): { readonly end: () => number } {
  let longest = 0;
  let last = cpuMs();
  const look = () => {
    const now = cpuMs();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, 1);
  return {
    end: () => {
      clearInterval(timer);
      look();
      return longest;
    },
  };
}
