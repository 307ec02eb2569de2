import "./report/telemetry-off.ts";
import { environmentWith, loadSettings } from "#adapters/runtime/settings/load-settings.ts";
import type { Settings } from "#adapters/runtime/settings/read-settings.ts";
import { exitWithError } from "./exit-with-error.ts";
import { onReloadSignal } from "./reload-signal.ts";
import { readArguments, USAGE } from "./router/read-arguments.ts";
import { MODE_SETTINGS } from "./router/router-settings.ts";
import { onStopSignal } from "./stop-signals.ts";

const USAGE_ERROR = 2;

try {
  await main();
} catch (error) {
  exitWithError(error);
}

async function main(): Promise<void> {
  const said = readArguments(process.argv.slice(2));
  if (said.kind === "start") return start(await loadSettings(environmentWith(said.variables)));
  if (said.kind === "mistake") {
    process.stderr.write(`${said.message}\n\n`);
    process.exitCode = USAGE_ERROR;
  }
  process[said.kind === "help" ? "stdout" : "stderr"].write(USAGE);
}

async function start(settings: Settings): Promise<void> {
  const { supergraphFile } = settings.slice("hub", MODE_SETTINGS);
  const running = supergraphFile === undefined ? await openHub(settings) : await openRouter(settings, supergraphFile);
  process.stdout.write(running.words);
  if (running.reload !== undefined) onReloadSignal(running.reload);
  stopOnSignals(running.stop);
}

interface Running {
  readonly words: string;
  readonly stop: () => Promise<void>;
  readonly reload?: () => Promise<unknown>;
}

// Each loads its own half of the house only.

async function openHub(settings: Settings): Promise<Running> {
  const [{ startHub }, { describeStart }] = await Promise.all([
    import("./start-hub.ts"),
    import("./describe-start.ts"),
  ]);
  const hub = await startHub(settings);
  return { words: describeStart(hub), stop: () => hub.stop() };
}

async function openRouter(settings: Settings, supergraphFile: string): Promise<Running> {
  const [{ startRouter }, { describeRouter }] = await Promise.all([
    import("./router/start-router.ts"),
    import("./router/describe-router.ts"),
  ]);
  const router = await startRouter(settings, supergraphFile);
  return { words: describeRouter(router), stop: () => router.stop(), reload: () => router.reload() };
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
