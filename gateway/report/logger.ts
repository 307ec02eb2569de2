import { type DestinationStream, destination, type Logger as PinoLogger, pino } from "pino";
import { z } from "zod";
import type { Logger } from "#adapters/runtime/logger.ts";
import { LineBuffer } from "./line-buffer.ts";
import { scrub, scrubText } from "./scrub.ts";

/** The log's slice of the section "hub": `HUB_LOG_LEVEL`, `HUB_LOG_TO`. */
export const LOG_SETTINGS = z.object({
  logLevel: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  logTo: z.enum(["stdout", "stderr"]).default("stderr"),
});

export type LogSettings = z.output<typeof LOG_SETTINGS>;

type Level = "debug" | "info" | "warn" | "error";

/** A log whose every event is one line of JSON; secrets and personal numbers are masked before it is written. */
export function createLogger(settings: LogSettings, stream: DestinationStream = openStream(settings)): Logger {
  const log = pino(
    {
      level: settings.logLevel,
      base: null,
      timestamp: isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    stream,
  );
  const flush = stream instanceof LineBuffer ? () => stream.flush() : undefined;
  return {
    debug: (fields, message) => write(log, "debug", fields, message),
    info: (fields, message) => write(log, "info", fields, message),
    warn: (fields, message) => {
      write(log, "warn", fields, message);
      flush?.();
    },
    error: (fields, message) => {
      write(log, "error", fields, message);
      flush?.();
    },
  };
}

/** What is out of the ordinary is written at once; the rest soon, or when the process ends. */
function openStream(settings: LogSettings): DestinationStream {
  return new LineBuffer(destination({ dest: settings.logTo === "stdout" ? 1 : 2, sync: true }));
}

function write(log: PinoLogger, level: Level, fields: object, message: string): void {
  if (log.isLevelEnabled(level)) log[level](scrub(fields), scrubText(message));
}

let written = { at: 0, text: "" };

/** Many lines are of one millisecond. */
function isoTime(): string {
  const now = Date.now();
  if (written.at !== now) written = { at: now, text: `,"time":"${new Date(now).toISOString()}"` };
  return written.text;
}
