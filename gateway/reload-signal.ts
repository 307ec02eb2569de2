/** SIGHUP, as daemons take it; in a terminal it says that the terminal is gone, and ends the process as ever. */
export function onReloadSignal(reload: () => Promise<unknown>): void {
  if (!process.stdin.isTTY) process.on("SIGHUP", () => void reload());
}
