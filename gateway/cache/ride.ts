import type { Flight } from "./flights.ts";

/** Waits for a flight that the caller has boarded, until the signal says that it must leave; undefined then. */
export async function ride<Result>(flight: Flight<Result>, signal: AbortSignal): Promise<Result | undefined> {
  const { promise: gone, resolve } = Promise.withResolvers<undefined>();
  let isAboard = true;
  const leave = () => {
    if (isAboard) flight.leave();
    isAboard = false;
  };
  const onAbort = () => {
    leave();
    resolve(undefined);
  };
  signal.addEventListener("abort", onAbort);
  try {
    return await Promise.race([flight.result, gone]);
  } finally {
    signal.removeEventListener("abort", onAbort);
    leave();
  }
}
