import type { CommandRuntime } from "#adapters/runtime/source.ts";
import type { ImportProgress } from "./import-report.ts";

const BAR = 24;
const SHOWN_EVERY_MS = 100;
/** Where lines cannot be written over, as in a log. */
const TOLD_EVERY_MS = 10_000;
const MB = 1_000_000;

/** Shows progress: on a terminal one line that is written over itself, else a line every ten seconds. */
export function progressOn(
  { out, isTty }: Pick<CommandRuntime, "out" | "isTty">,
  now: () => number,
): (progress: ImportProgress) => void {
  const startedAt = now();
  let shownAt = isTty ? Number.NEGATIVE_INFINITY : startedAt;
  return (progress) => {
    if (now() - shownAt < (isTty ? SHOWN_EVERY_MS : TOLD_EVERY_MS)) return;
    shownAt = now();
    const text = describeProgress(progress, shownAt - startedAt);
    out.write(isTty ? `\r\u001b[K${text}` : `${text}\n`);
  };
}

/** `[####----]  45 % · 540/1200 MB · 31.2 MB/s · 剩余 / left 0:21 · …`. Time is reckoned from the bytes really read. */
export function describeProgress(progress: ImportProgress, elapsedMs: number): string {
  const { bytesDone, bytesTotal, bytesRead, documents, legalEvents } = progress;
  const counts = `文献 / documents ${documents} · 法律状态 / legal events ${legalEvents}`;
  const rate = elapsedMs > 0 ? bytesRead / elapsedMs : 0;
  const speed = `${((rate * 1_000) / MB).toFixed(1)} MB/s`;
  if (bytesTotal === null) return `${speed} · ${counts}`;
  const share = bytesTotal === 0 ? 1 : Math.min(1, bytesDone / bytesTotal);
  const filled = Math.floor(share * BAR);
  const bar = `[${"#".repeat(filled)}${"-".repeat(BAR - filled)}]`;
  const size = `${Math.floor(bytesDone / MB)}/${Math.ceil(bytesTotal / MB)} MB`;
  const left = rate > 0 ? clockTime((bytesTotal - Math.min(bytesDone, bytesTotal)) / rate) : "?";
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)} % · ${size} · ${speed} · 剩余 / left ${left} · ${counts}`;
}

/** `0:07`, `12:30`, `1:05:00`. */
function clockTime(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = `${hours > 0 ? String(minutes).padStart(2, "0") : minutes}:${String(rest).padStart(2, "0")}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}
