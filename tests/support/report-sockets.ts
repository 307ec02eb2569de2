import { appendFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Socket } from "node:net";

// Preloaded into a process under test (`node --import`): writes every address that it or its children connect to, and
// every name that they look up, to the file TEST_SOCKETS_FILE.
const require = createRequire(import.meta.url);
const report = (line: string): void => appendFileSync(process.env["TEST_SOCKETS_FILE"] ?? "", `${line}\n`);

const connect = Socket.prototype.connect;
Socket.prototype.connect = function (this: Socket, ...args: Parameters<typeof connect>) {
  report(`connect ${placeOf(args)}`);
  return connect.apply(this, args);
} as typeof connect;

const dns = require("node:dns") as Record<string, unknown>;
for (const name of ["lookup", "resolve", "resolve4", "resolve6"]) {
  const original = dns[name] as (...args: readonly unknown[]) => unknown;
  dns[name] = (...args: readonly unknown[]) => {
    report(`${name} ${String(args[0])}`);
    return original(...args);
  };
}

/** Node's own callers hand over one array of options and callback; others options, or port and host. */
function placeOf(args: readonly unknown[]): string {
  const [first, second] = args.flat();
  if (typeof first !== "object" || first === null) return `${String(second ?? "localhost")}:${String(first)}`;
  const { path, host, port } = first as { readonly path?: unknown; readonly host?: unknown; readonly port?: unknown };
  return typeof path === "string" ? "pipe" : `${String(host ?? "localhost")}:${String(port)}`;
}
