import type { SandboxHandler, SandboxOptions } from "#adapters/runtime/sandbox/sandbox-module.ts";

/** The smallest sandbox: says how large its world is, and what it was told. */
export function createSandbox({ world, settings }: SandboxOptions): SandboxHandler {
  return (request, response) => {
    if (request.url === "/broken") throw new Error("broken on purpose");
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ patents: world.patents.length, seed: world.seed, settings }));
  };
}
