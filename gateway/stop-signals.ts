const CHECK_MS = 250;

/** Read when the process begins: the shell may be gone before the start is done. */
const PARENT = process.ppid;

/**
 * Tells when the process is to end: SIGINT and SIGTERM, each time. Under npm also the end of the shell that npm puts in
 * between: npm hands its own SIGTERM to that shell, which dies of it and passes nothing on (npm 11 with dash).
 */
export function onStopSignal(stop: (cause: "signal" | "orphaned") => void): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop("signal"));
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const timer = setInterval(() => {
    if (process.ppid === PARENT) return;
    clearInterval(timer);
    stop("orphaned");
  }, CHECK_MS);
  timer.unref();
}
