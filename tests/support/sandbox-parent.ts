import { startSandbox } from "#adapters/runtime/sandbox/start-sandbox.ts";

// A process that starts a sandbox, says where it is, and stays.
const sandbox = await startSandbox({ module: new URL("./echo-sandbox.ts", import.meta.url) }, { seed: 1, patents: 12 });
process.stdout.write(`${sandbox.url}\n`);
