import type { Logger } from "#adapters/runtime/logger.ts";

/** Apollo's packages log through ours; their own start-up talk is of no use to operators. */
export function apolloLogger(logger: Logger) {
  const to = (level: "debug" | "info" | "warn" | "error") => (message?: unknown) =>
    logger[level]({ part: "apollo" }, String(message));
  return { debug: to("debug"), info: to("debug"), warn: to("warn"), error: to("error") };
}
