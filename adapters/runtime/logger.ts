/** The small face of the log (pino behind it); one event is one JSON line. */
export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  debug(fields: object, message: string): void;
}

export const SILENT_LOGGER: Logger = { info: ignore, warn: ignore, error: ignore, debug: ignore };

function ignore(): void {}
