import { expect, test } from "vitest";
import { expectWithinRate } from "#tests/support/arrivals.ts";
import { questionOf } from "#tests/support/portal-questions.ts";
import { startHubProcess } from "#tests/support/start-hub-process.ts";
import { startPortals } from "#tests/support/start-portals.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

const PATENTS = 150;
const MANNERS = { requestsPerSecond: 5, burst: 3 };
const QUESTIONS = 30;
const { query, variables } = questionOf("sichuan-portal");

test("two gateways on one data folder keep together to the pace of a portal, and both have their turn", async () => {
  await using folder = await temporaryFolder();
  const manners = { REQUESTS_PER_SECOND: "5", BURST: "3", CONCURRENCY: "4" };
  await using portals = await startPortals({ patents: PATENTS, manners });
  const { front } = portals.of("sichuan-portal").proxy;
  const start = () =>
    startHubProcess({ env: { HUB_SANDBOX_PATENTS: String(PATENTS), ...portals.env }, dataDir: folder.path });
  await using first = await start();
  await using second = await start();
  const ask = (hub: typeof first, turn: number) => hub.ask(query, variables(turn), { "hub-deadline-ms": "3000" });
  // Once connected and planned, what leaves arrives at once.
  await ask(first, 2_000);
  await ask(second, 2_001);
  front.forget();

  const answers = await Promise.all(
    Array.from({ length: QUESTIONS }, (_, turn) => [ask(first, 1 + turn), ask(second, 1_001 + turn)]).flat(),
  );

  const arrivals = front.requests.map(({ receivedAt }) => receivedAt);
  expect(arrivals.length).toBeGreaterThan(MANNERS.burst);
  // What leaves in time may arrive a moment late on a busy machine, and the next one not.
  expectWithinRate(arrivals, MANNERS, 100);
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  const answered = answers.map(({ errors }, index) => (errors.length === 0 ? index % 2 : null));
  expect(answered).toContain(0);
  expect(answered).toContain(1);
  const codes = answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code));
  expect(codes.filter((code) => !["NODE_BUSY", "NODE_TIMEOUT"].includes(code))).toEqual([]);
}, 60_000);
