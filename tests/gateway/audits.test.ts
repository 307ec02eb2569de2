import { afterAll } from "vitest";
import { describeAudits } from "#tests/conformance/audit-suite.ts";
import { startFront } from "#tests/support/start-front.ts";

const started = startFront();
afterAll(async () => (await started)[Symbol.asyncDispose]());

describeAudits(async () => (await started).url);
