import { describe, expect, test } from "vitest";
import type { OpsDocument } from "#adapters/epo-ops/ops-document.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import { parseApplicationNumber, toDocdbApplication } from "#schema/ids/application-number.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { firstDocuments } from "./first-documents.ts";
import { startOps, WORLD } from "./start-ops.ts";

const ADHESIVE = { office: "CN", number: "116012345", kind: "B" };
const ADHESIVE_APPLICATION = { office: "CN", number: "202310123456", kind: "A" };
const PUBLICATIONS = WORLD.patents
  .filter(({ type }) => type !== "DESIGN")
  .flatMap(({ publications }) => publications.map(({ number, kind }) => ({ office: "CN", number, kind })));

describe("publications", () => {
  test("come back in the order asked, whatever the order of the answer", async () => {
    await using ops = await startOps();
    const asked = [ADHESIVE, { ...ADHESIVE, number: "199999999" }, ...PUBLICATIONS.slice(20, 40), ADHESIVE];
    const results = await firstDocuments(ops.client, asked, createCallContext());
    expect(results.map(numberOf)).toEqual(asked.map(({ number }) => (number === "199999999" ? null : number)));
    expect(await ops.sandbox.counts()).toEqual({ "access-token": 1, "biblio-by-publication": 1 });
  });

  test("are asked for by the hundred and then remembered", async () => {
    await using ops = await startOps();
    const asked = PUBLICATIONS.slice(0, 250);
    const context = createCallContext();
    const results = await firstDocuments(ops.client, asked, context);
    expect(results.map(numberOf)).toEqual(asked.map(({ number }) => number));
    expect(await ops.sandbox.counts()).toEqual({ "access-token": 1, "biblio-by-publication": 3 });
    const second = createCallContext();
    expect(await firstDocuments(ops.client, asked, second)).toEqual(results);
    expect(await ops.sandbox.counts()).toMatchObject({ "biblio-by-publication": 3 });
    expect(second.events).toMatchObject([{ outcome: "OK", upstreamCalls: 0, cacheHits: 250 }]);
  });

  test("are the earliest of their number without a kind", async () => {
    await using ops = await startOps();
    const [european] = await firstDocuments(ops.client, [{ office: "EP", number: "9912345" }], createCallContext());
    expect(recordOf(european)?.publication).toMatchObject({ office: "EP", number: "9912345", kind: "A1" });
    expect(recordOf(european)?.abstracts.map(({ lang }) => lang)).toEqual(["en"]);
  });

  test("that are no numbers at all are null and asked of nobody", async () => {
    await using ops = await startOps();
    const results = await firstDocuments(ops.client, [{ office: "x", number: "?" }], createCallContext());
    expect(results.map(numberOf)).toEqual([null]);
    expect(await ops.sandbox.counts()).toEqual({});
  });

  test("of a thousand askers at once reach the upstream once", async () => {
    await using ops = await startOps();
    await firstDocuments(ops.client, [PUBLICATIONS[5] ?? ADHESIVE], createCallContext());
    const askers = Array.from({ length: 1_000 }, () => firstDocuments(ops.client, [ADHESIVE], createCallContext()));
    const answers = await Promise.all(askers);
    expect(new Set(answers.map(([result]) => numberOf(result)))).toEqual(new Set(["116012345"]));
    expect(await ops.sandbox.counts()).toEqual({ "access-token": 1, "biblio-by-publication": 2 });
  });
});

describe("applications", () => {
  test("give all their publications, earliest first, which are then known by their own numbers", async () => {
    await using ops = await startOps();
    const [result] = await ops.client.biblioByApplications([ADHESIVE_APPLICATION], createCallContext());
    expect(documentsOf(result).map(({ publication }) => publication.kind)).toEqual(["A", "B"]);
    const [grant] = await firstDocuments(ops.client, [ADHESIVE], createCallContext());
    expect(numberOf(grant)).toBe("116012345");
    expect(await ops.sandbox.counts()).toEqual({ "access-token": 1, "biblio-by-application": 1 });
  });

  test("are found for every invention and utility model of the world, and no design", async () => {
    await using ops = await startOps();
    const published = WORLD.patents.filter(({ publications }) => publications.length > 0);
    const references = published.map(({ applicationNumber }) => {
      const parsed = parseApplicationNumber(applicationNumber);
      if (!parsed.ok) throw new Error(applicationNumber);
      return toDocdbApplication(parsed.value);
    });
    const results = await ops.client.biblioByApplications(references, createCallContext());
    expect(results.map((result) => documentsOf(result).length)).toEqual(
      published.map(({ type, publications }) => (type === "DESIGN" ? 0 : publications.length)),
    );
  });

  test("carry names in both scripts", async () => {
    await using ops = await startOps();
    const [result] = await ops.client.biblioByApplications([ADHESIVE_APPLICATION], createCallContext());
    const [first] = documentsOf(result);
    expect(first?.applicants).toEqual([
      {
        sequence: 1,
        name: "CHENGDU SHILI OPTOELECTRONICS CO LTD",
        nativeName: "成都示例光电有限公司",
        country: "CN",
      },
    ]);
    expect(first?.inventors[0]).toMatchObject({ name: "ZHANG SHILI", nativeName: "张示例" });
    expect(first?.titles.map(({ lang }) => lang)).toEqual(["en", "zh"]);
  });
});

describe("families", () => {
  test("hold the members abroad and the legal events of each application", async () => {
    await using ops = await startOps();
    const { value } = await ops.client.family(ADHESIVE_APPLICATION, createCallContext(), "application");
    expect(value?.members.map(({ publication: { office, kind } }) => `${office} ${kind}`)).toEqual([
      "CN A",
      "CN B",
      "WO A1",
      "EP A1",
      "US A1",
    ]);
    const own = value?.applications.find(({ key }) => key === "CN.202310123456.A");
    expect(own?.events.map(({ code }) => code)).toEqual(["PB01", "SE01", "GR01"]);
  });

  test("are remembered; what has none is null", async () => {
    await using ops = await startOps();
    const unknown = { office: "CN", number: "199999999", kind: "A" };
    expect((await ops.client.family(unknown, createCallContext())).value).toBeNull();
    const first = await ops.client.family(ADHESIVE, createCallContext());
    expect(await ops.client.family(ADHESIVE, createCallContext())).toEqual(first);
    expect(await ops.sandbox.counts()).toEqual({ "access-token": 1, family: 2 });
  });
});

describe("the token", () => {
  test("is renewed a minute before it ends", async () => {
    await using ops = await startOps({ tokenSeconds: 1_199 });
    await firstDocuments(ops.client, [ADHESIVE], createCallContext({ clock: ops.clock }));
    ops.clock.shift(1_140_000);
    await ops.client.family(ADHESIVE, createCallContext({ clock: ops.clock }));
    expect(await ops.sandbox.counts()).toEqual({ "access-token": 2, "biblio-by-publication": 1, family: 1 });
  });
});

describe("quotas", () => {
  test("used up mean a pause, not a failure to log in again and again", async () => {
    await using ops = await startOps({ hourQuotaBytes: 10 });
    await firstDocuments(ops.client, [ADHESIVE], createCallContext());
    const refused = await failureOf(ops.client.family(ADHESIVE, createCallContext()));
    expect(refused).toEqual({ kind: "rate-limited", retryAfterMs: 600_000 });
    const context = createCallContext();
    const [again] = await ops.client.biblioByApplications([ADHESIVE_APPLICATION], context);
    expect(again).toBeInstanceOf(UpstreamError);
    expect(context.events).toMatchObject([{ outcome: "THROTTLED", upstreamCalls: 0 }]);
    expect(await ops.sandbox.counts()).toEqual({ "access-token": 1, "biblio-by-publication": 1, family: 1 });
    expect(ops.client.usage().pausedUntil).toBeGreaterThan(ops.clock.now());
  });

  test("per minute are kept without running into the refusal", async () => {
    await using ops = await startOps({ allowances: { retrieval: 2_000, inpadoc: 3 } });
    for (const reference of PUBLICATIONS.slice(20, 23)) await ops.client.family(reference, createCallContext());
    const refused = await failureOf(ops.client.family(ADHESIVE, createCallContext()));
    expect(refused).toMatchObject({ kind: "rate-limited" });
    expect(await ops.sandbox.counts()).toMatchObject({ family: 3 });
    ops.clock.shift(61_000);
    const context = createCallContext({ clock: ops.clock });
    expect((await ops.client.family(ADHESIVE, context)).value).not.toBeNull();
  });
});

type Result<T> = Sourced<T> | UpstreamError | undefined;

function recordOf<T>(result: Result<T>): T | undefined {
  if (result instanceof UpstreamError) throw result;
  return result?.value;
}

function numberOf(result: Result<OpsDocument | null>): string | null {
  return recordOf(result)?.publication.number ?? null;
}

function documentsOf(result: Result<readonly OpsDocument[]>): readonly OpsDocument[] {
  return recordOf(result) ?? [];
}

async function failureOf(asked: Promise<unknown>): Promise<UpstreamFailure> {
  const error = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof UpstreamError) return error.failure;
  throw error ?? new Error("expected a failure");
}
