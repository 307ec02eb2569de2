import type { IncomingMessage, ServerResponse } from "node:http";
import type { SandboxHandler, SandboxOptions, SandboxRequest } from "#adapters/runtime/sandbox/sandbox-module.ts";
import { indexWorld } from "#adapters/runtime/sandbox/world/index-world.ts";
import { createPortal } from "./portal.ts";

/** The stand-in of the Sichuan portal: invented data, plausible dialects. */
export function createSandbox({ world }: SandboxOptions): SandboxHandler {
  const portal = createPortal(world, indexWorld(world).partyName);
  return (request: IncomingMessage, response: ServerResponse) => {
    const { status, contentType, body } = portal(new URL(request.url ?? "/", "http://portal.invalid"));
    response.writeHead(status, { "content-type": contentType, "content-length": body.length });
    response.end(body);
  };
}

/** Requests are counted by page. */
export function operationOf({ url }: SandboxRequest): string {
  return url.pathname;
}
