import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PLANTED_SECRET } from "#adapters/runtime/sandbox/apply-fault.ts";
import type { ErrorCodeName } from "#schema/error-codes.ts";
import { scripted } from "#tests/support/fault-proxy.ts";
import type { HubAnswer } from "#tests/support/hub-client.ts";
import { PORTAL_QUESTIONS, type PortalQuestion, questionOf, STORE_ANSWER } from "#tests/support/portal-questions.ts";
import * as faults from "#tests/support/proxy-faults.ts";
import { type Portals, startPortals } from "#tests/support/start-portals.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";

/** What one fault must come to, whatever source it befalls. */
interface Row {
  readonly fault: faults.ProxyFault;
  /** Kind of the failure in the pipeline, as the source's health tells it; null where the answer comes whole. */
  readonly kind: string | null;
  readonly code: ErrorCodeName | null;
  readonly outcome: "OK" | "TIMEOUT" | "UNAVAILABLE";
  readonly retryable: boolean;
}

function row(
  fault: faults.ProxyFault,
  kind: string,
  code: ErrorCodeName,
  outcome: Row["outcome"] = "UNAVAILABLE",
): Row {
  const retryable = code !== "NODE_REJECTED" && code !== "UNAUTHENTICATED";
  return { fault, kind, code, outcome, retryable };
}

/** The specification: fault → kind of failure → code for clients → outcome of the source. */
const TABLE: readonly Row[] = [
  row(faults.hang, "timeout", "NODE_TIMEOUT", "TIMEOUT"),
  row(faults.hangInBody, "timeout", "NODE_TIMEOUT", "TIMEOUT"),
  row(faults.drip(1_000), "timeout", "NODE_TIMEOUT", "TIMEOUT"),
  row(faults.reset, "unreachable", "NODE_UNAVAILABLE"),
  row(faults.cut, "malformed", "NODE_BAD_RESPONSE"),
  row(faults.lengthTooLong, "malformed", "NODE_BAD_RESPONSE"),
  row(faults.lengthTooShort, "malformed", "NODE_BAD_RESPONSE"),
  row(faults.status(500), "rejected", "NODE_UNAVAILABLE"),
  row(faults.status(502), "rejected", "NODE_UNAVAILABLE"),
  row(faults.gzipBomb, "too-large", "NODE_BAD_RESPONSE"),
  row(faults.loginPage, "login-required", "NODE_BAD_RESPONSE"),
  row(faults.maintenancePage, "malformed", "NODE_BAD_RESPONSE"),
  row(faults.gbkRubbish, "malformed", "NODE_BAD_RESPONSE"),
  { fault: faults.latency(100), kind: null, code: null, outcome: "OK", retryable: false },
];

/** Faults that ask for a pause: the whole host is left alone, and no row after them would reach it. */
const PAUSES: readonly faults.ProxyFault[] = [
  faults.retryAfterSeconds(429, 1),
  faults.retryAfterDate(429, 1),
  faults.retryAfterSeconds(503, 1),
  faults.retryAfterDate(503, 1),
];

/** Faults below HTTP: nobody is there to be asked. */
const ABSENCES = ["a name that nobody knows", "a port where nobody listens"] as const;

const PATENTS = 150;
const DEADLINE_MS = 2_000;
const HEADERS = { "hub-sources": "1", "hub-deadline-ms": String(DEADLINE_MS) };
/** So many right answers after each fault keep a breaker closed: each cell is about its own fault. */
const RIGHT_ANSWERS = 3;

let portals: Portals;
/** Asks every source through its proxy. */
let hub: TestHub;
let turn = 0;
beforeAll(async () => {
  portals = await startPortals({ patents: PATENTS });
  hub = await startTestHub({ patents: PATENTS, env: portals.env });
});
afterAll(async () => {
  await hub.stop();
  await portals[Symbol.asyncDispose]();
});

/** Something new, so that no cache answers. */
function askAnew(asked: PortalQuestion): Promise<HubAnswer> {
  turn += 1;
  return hub.ask(asked.query, asked.variables(turn), HEADERS);
}

async function answersRight(asked: PortalQuestion): Promise<void> {
  for (let count = 0; count < RIGHT_ANSWERS; count += 1) {
    const { errors, sources } = await askAnew(asked);
    expect(errors).toEqual([]);
    expect(outcomeOf(sources, asked)).toBe("OK");
  }
}

test("every source that is asked over HTTP is in the matrix", () => {
  expect(PORTAL_QUESTIONS.map(({ source }) => source).sort()).toEqual(portals.all.map(({ source }) => source).sort());
});

describe.each(PORTAL_QUESTIONS)("$source", (question) => {
  const others = PORTAL_QUESTIONS.filter((other) => other !== question);
  beforeAll(() => answersRight(question));

  test.each(TABLE)("$fault.name is $code", async (due) => {
    const { proxy } = portals.of(question.source);
    proxy.obey(scripted({ fault: due.fault }));
    // The same question for every row: a failure must not be remembered.
    const asked = hub.ask(question.query, question.variables(0), HEADERS);
    const unaffected = await Promise.all(others.map(askAnew));
    const answer = await asked;
    proxy.heal();
    expectCell(answer, question, due);
    expect(lastFailure(hub, question)).toBe(due.kind);
    for (const other of unaffected) expect(other).toMatchObject({ status: 200, errors: [], data: STORE_ANSWER });
    await answersRight(question);
  });
});

describe("asked to leave a host alone", () => {
  beforeAll(async () => {
    await Promise.all(PORTAL_QUESTIONS.map(answersRight));
  });

  function askAll() {
    return Promise.all(PORTAL_QUESTIONS.map(async (question) => [question, await askAnew(question)] as const));
  }

  test.each(PAUSES)("by $name, every source is THROTTLED and not asked again until then", async (fault) => {
    for (const { proxy } of portals.all) proxy.obey(scripted({ fault }));
    for (const [question, answer] of await askAll()) {
      expectFailure(answer, question, { code: "NODE_THROTTLED", outcome: "THROTTLED", retryable: true });
      expect(answer.errors).toMatchObject([{ extensions: { retryAfterMs: expect.any(Number) } }]);
      expect(lastFailure(hub, question)).toBe("rate-limited");
    }
    for (const { proxy } of portals.all) {
      proxy.front.forget();
      proxy.heal();
    }
    const again = await askAll();
    for (const [question, answer] of again) {
      expectFailure(answer, question, { code: "NODE_THROTTLED", outcome: "THROTTLED", retryable: true });
      expect(portals.of(question.source).proxy.front.requests).toEqual([]);
    }
    await pass(Math.max(...again.map(([, { errors }]) => Number(errors[0]?.extensions["retryAfterMs"]))));
    await Promise.all(PORTAL_QUESTIONS.map(answersRight));
  });
});

describe.each(ABSENCES)("at %s", (absence) => {
  let lonely: TestHub;
  beforeAll(async () => {
    const away = absence === ABSENCES[0] ? faults.UNRESOLVABLE_URL : undefined;
    const env = Object.assign({}, ...portals.all.map(({ envAt, proxy }) => envAt(away ?? proxy.front.url)));
    if (away === undefined) await Promise.all(portals.all.map(({ proxy }) => proxy.front.stopListening()));
    lonely = await startTestHub({ patents: PATENTS, env });
  });
  afterAll(async () => {
    await lonely.stop();
    if (absence === ABSENCES[1]) await Promise.all(portals.all.map(({ proxy }) => proxy.front.listenAgain()));
  });

  test.each(PORTAL_QUESTIONS)("$source is NODE_UNAVAILABLE, and the store answers", async (question) => {
    const answer = await lonely.ask(question.query, question.variables(1), HEADERS);
    expectFailure(answer, question, { code: "NODE_UNAVAILABLE", outcome: "UNAVAILABLE", retryable: true });
    expect(lastFailure(lonely, question)).toBe("unreachable");
  });
});

function expectCell(answer: HubAnswer, question: PortalQuestion, { code, outcome, retryable }: Row): void {
  if (code !== null) expectFailure(answer, question, { code, outcome, retryable });
  else expect(answer).toMatchObject({ status: 200, errors: [], data: STORE_ANSWER });
  expect(outcomeOf(answer.sources, question)).toBe(outcome);
}

interface Failure {
  readonly code: ErrorCodeName;
  readonly outcome: string;
  readonly retryable: boolean;
}

/** Null at its own place and nowhere else, named and coded; nothing of the upstream's own words. */
function expectFailure(answer: HubAnswer, { node, source, path }: PortalQuestion, failure: Failure): void {
  const { code, outcome, retryable } = failure;
  expect(answer.status).toBe(200);
  expect(answer.data).toEqual({ ...STORE_ANSWER, ...nullAt(path) });
  expect(answer.errors).toMatchObject([{ path, extensions: { code, node, source, retryable } }]);
  expect(outcomeOf(answer.sources, questionOf(source))).toBe(outcome);
  expect(answer.text).not.toContain(PLANTED_SECRET);
  expect(answer.text).not.toMatch(/https?:\/\/|127\.0\.0\.1|NullPointerException|com\.example|ECONN|ENOTFOUND/);
}

function nullAt(path: PortalQuestion["path"]): object {
  return path.reduceRight<unknown>((value, key) => ({ [key]: value }), null) as object;
}

function outcomeOf(sources: HubAnswer["sources"], asked: PortalQuestion): string | undefined {
  return sources.find(({ source, node }) => source === asked.source && node === asked.node)?.outcome;
}

/** Kind of the source's last failure; null after an answer that came whole. */
function lastFailure({ hub }: TestHub, { node, source }: PortalQuestion): string | null {
  const health = hub.nodes
    .find(({ code }) => code === node)
    ?.sources.find(({ code }) => code === source)
    ?.health();
  if (health === undefined) throw new Error(`no health of ${source}`);
  const { lastSuccessAt, lastFailureAt, lastFailureKind } = health;
  return (lastSuccessAt ?? 0) > (lastFailureAt ?? 0) ? null : lastFailureKind;
}

/** Retry-After counts in real seconds: this wait is the thing tested. */
function pass(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms + 20));
}
