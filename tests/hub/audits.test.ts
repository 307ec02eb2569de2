import { afterAll } from "vitest";
import { describeAudits } from "#tests/conformance/audit-suite.ts";
import { startTestHub } from "#tests/support/start-test-hub.ts";

const started = startTestHub({ patents: 150 });
afterAll(async () => (await started).stop());

describeAudits(async () => (await started).url);
