import { type DestinationStream, destination, type Logger as PinoLogger, pino, stdTimeFunctions } from "pino";
import { z } from "zod";
import type { Logger } from "#adapters/runtime/logger.ts";
import { scrub, scrubText } from "./scrub.ts";

/** The log's slice of the section "hub": `HUB_LOG_LEVEL`, `HUB_LOG_TO`. */
export const LOG_SETTINGS = z.object({
  logLevel: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  logTo: z.enum(["stdout", "stderr"]).default("stderr"),
});

export type LogSettings = z.output<typeof LOG_SETTINGS>;

/** A log whose every event is one line of JSON; secrets and personal numbers are masked before it is written. */
export function createLogger(settings: LogSettings, stream: DestinationStream = openStream(settings)): Logger {
  const log = pino(
    {
      level: settings.logLevel,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    stream,
  );
  return {
    debug: (fields, message) => write(log, "debug", fields, message),
    info: (fields, message) => write(log, "info", fields, message),
    warn: (fields, message) => write(log, "warn", fields, message),
    error: (fields, message) => write(log, "error", fields, message),
  };
}

/** Synchronous, so that the last lines before an exit are not lost. */
function openStream(settings: LogSettings): DestinationStream {
  return destination({ dest: settings.logTo === "stdout" ? 1 : 2, sync: true });
}

function write(log: PinoLogger, level: "debug" | "info" | "warn" | "error", fields: object, message: string): void {
  if (log.isLevelEnabled(level)) log[level](scrub(fields), scrubText(message));
}
