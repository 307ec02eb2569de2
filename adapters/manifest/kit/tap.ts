import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { closeHere, listenHere } from "./local-server.ts";
import { HURRIED, pointSources } from "./point-sources.ts";

/** What the tap does with whatever it is asked. */
export type TapAnswer =
  | { readonly kind: "answer"; readonly status: number; readonly body: string }
  /** The connection breaks. */
  | { readonly kind: "cut" }
  /** Nothing comes, for as long as the asker waits. */
  | { readonly kind: "hang" };

export interface Tap extends AsyncDisposable {
  /** The manifest with all of its sources leading here, in a hurry. */
  readonly manifest: Manifest;
  /** Resolves when something is asked. */
  readonly asked: Promise<void>;
  /** Resolves when an asker has left without an answer. */
  readonly left: Promise<void>;
}

/** A server on this machine in place of a manifest's sources: what these would do wrong, without asking them. */
export async function openTap(manifest: Manifest, answer: TapAnswer): Promise<Tap> {
  const asked = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    asked.resolve();
    response.once("close", () => response.writableFinished || left.resolve());
    give(answer, request, response);
  });
  const origin = await listenHere(server);
  return {
    manifest: pointSources(manifest, () => origin, HURRIED),
    asked: asked.promise,
    left: left.promise,
    [Symbol.asyncDispose]: () => closeHere(server),
  };
}

function give(answer: TapAnswer, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  if (answer.kind === "cut") response.destroy();
  if (answer.kind !== "answer") return;
  response.writeHead(answer.status, { "content-type": "text/html; charset=utf-8" });
  response.end(answer.body);
}
