import { z } from "zod";
import { send } from "#adapters/manifest/demo/wire/answers.ts";
import { pathOf, queryOf, readBody } from "#adapters/manifest/demo/wire/read-request.ts";
import type { SandboxHandler, SandboxOptions } from "#adapters/runtime/sandbox/sandbox-module.ts";
import { CONTENT } from "./content.ts";
import { DIALECTS } from "./dialects.ts";

const SETTINGS = z.object({
  /** Which of the ten outlets: 0 to 9. */
  outlet: z.int().min(0).max(9),
});

/** One of ten outlets, each with a part of the shared world and a dialect of its own. */
export function createSandbox({ world, settings, clock }: SandboxOptions): SandboxHandler {
  const { outlet } = SETTINGS.parse(settings);
  const dialect = DIALECTS[outlet];
  if (dialect === undefined) throw new RangeError(`no outlet ${outlet}`);
  const answer = dialect.serve(CONTENT[dialect.kind].rows(world, outlet), clock);
  return async (request, response) => {
    const { method = "GET", headers } = request;
    const body = method === "POST" ? await readBody(request) : "";
    send(response, answer({ method, path: pathOf(request), query: queryOf(request, dialect.charset), body, headers }));
  };
}
