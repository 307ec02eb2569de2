import { onStopSignal } from "#gateway/stop-signals.ts";

// Waits to be told to stop, as often as its argument says, and prints what it was told.
let left = Number(process.argv[2]);
setInterval(() => {}, 1_000);
onStopSignal((cause) => {
  process.stdout.write(`${cause}\n`);
  left -= 1;
  if (left === 0) process.exit(0);
});
process.stdout.write(`waiting as pid ${process.pid}\n`);
