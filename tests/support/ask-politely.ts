import { z } from "zod";
import { createCall } from "#adapters/runtime/call/call.ts";
import { json } from "#adapters/runtime/call/decoders/json.ts";
import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { openSharedLedger } from "#adapters/runtime/manners/shared-ledger.ts";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import { createCallContext } from "./call-context.ts";
import { QUICK_POLITENESS } from "./source-runtime.ts";

/** A process of its own that asks one upstream: `node ask-politely.ts URL DATA_DIR QUESTIONS POLITENESS_JSON`. */
const [url = "", dataDir = "", questions = "0", politeness = "{}"] = process.argv.slice(2);

const ledger = await openSharedLedger(dataDir, SILENT_LOGGER);
const caller = createCall({
  source: "shared",
  politeness: { ...QUICK_POLITENESS, tryTimeoutMs: 20_000, ...JSON.parse(politeness) },
  allowHosts: [new URL(url).host],
  gates: new HostGates(SYSTEM_TIMER, ledger),
});
const ask = (page: number) =>
  caller.call(
    { operation: "ask", url: `${url}/${process.pid}/${page}`, decode: json(z.unknown()) },
    createCallContext({ timeoutMs: 60_000 }),
  );
await Promise.all(Array.from({ length: Number(questions) }, (_, page) => ask(page)));
await caller.close();
await ledger.close();
