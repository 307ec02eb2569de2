import { text } from "node:stream/consumers";
import { createGuard } from "#gateway/guard/create-guard.ts";
import { GUARD_SETTINGS } from "#gateway/guard/guard-settings.ts";

// A document on stdin, the bytes that refusing it allocates on stdout. Run by measure.ts with flags that keep the garbage.
const document = await text(process.stdin);
const settings = GUARD_SETTINGS.parse({});
createGuard(settings).checkDocument("{ hello }");
globalThis.gc?.();
const before = process.memoryUsage().heapUsed;
createGuard(settings).checkDocument(document);
process.stdout.write(String(Math.max(0, process.memoryUsage().heapUsed - before)));
