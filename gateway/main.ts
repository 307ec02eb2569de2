import "./report/telemetry-off.ts";
import { loadSettings } from "#adapters/runtime/settings/load-settings.ts";
import { describeStart } from "./describe-start.ts";
import { exitWithError } from "./exit-with-error.ts";
import { startHub } from "./start-hub.ts";
import { onStopSignal } from "./stop-signals.ts";

try {
  const hub = await startHub(await loadSettings());
  process.stdout.write(describeStart(hub));
  stopOnSignals(() => hub.stop());
} catch (error) {
  exitWithError(error);
}

/** The first signal drains and ends with code 0; a second one ends at once. */
function stopOnSignals(stop: () => Promise<void>): void {
  let isStopping = false;
  onStopSignal((cause) => {
    if (isStopping && cause === "signal") process.exit(1);
    if (isStopping) return;
    isStopping = true;
    stop().then(() => process.exit(0), exitWithError);
  });
}
