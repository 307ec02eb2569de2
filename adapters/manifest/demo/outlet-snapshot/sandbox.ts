import { z } from "zod";
import { type DemoAnswer, send, utf8Answer } from "#adapters/manifest/demo/wire/answers.ts";
import { pathOf } from "#adapters/manifest/demo/wire/read-request.ts";
import type { SandboxHandler, SandboxOptions } from "#adapters/runtime/sandbox/sandbox-module.ts";
import { makeFiles } from "./files.ts";
import { sealOf } from "./seal.ts";

const SETTINGS = z.object({
  /** A file whose bytes are another's than were sealed: what a hub must not take. */
  altered: z.string().optional(),
});

const FOLDER = "/export/";

/** A stand-in of an outlet that must not be called: a plain folder of files with their seals, made when it starts. */
export function createSandbox({ world, settings, clock }: SandboxOptions): SandboxHandler {
  const { altered } = SETTINGS.parse(settings);
  const created = new Date(clock.now());
  const files = new Map<string, Buffer>();
  for (const [name, bytes] of Object.entries(makeFiles(world))) {
    files.set(name, name === altered ? Buffer.concat([bytes, Buffer.from("\n")]) : bytes);
    files.set(`${name}.sig`, Buffer.from(sealOf(name, bytes, created)));
  }
  return (request, response) => {
    const path = pathOf(request);
    const body = path.startsWith(FOLDER) ? files.get(path.slice(FOLDER.length)) : undefined;
    send(response, body === undefined ? missing() : { status: 200, contentType: "application/octet-stream", body });
  };
}

function missing(): DemoAnswer {
  return utf8Answer("404", "text/plain", 404);
}
