import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pointManifestAt } from "#adapters/manifest/demo/point-manifest-at.ts";
import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import { openTold, type ToldClient } from "#tests/adapters/manifest/demo/told-client.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { type SichuanBench, startSichuan } from "#tests/support/start-sichuan.ts";

const MANIFEST = readFileSync(new URL("sichuan.yaml", import.meta.url), "utf8");
const ALL = { offset: 0, limit: 1_000 };

let bench: SichuanBench;
let told: ToldClient;

beforeAll(async () => {
  bench = await startSichuan();
  told = await openTold(pointManifestAt(MANIFEST, bench.sandbox.url), bench.sandbox.url);
});
afterAll(async () => {
  await told[Symbol.asyncDispose]();
  await bench[Symbol.asyncDispose]();
});

async function listed(kind: string): Promise<readonly MappedRecord[]> {
  const { items } = await told.client.list(kind, { words: {}, ...ALL }, createCallContext());
  return items.map(({ value }) => value);
}

/** The record's fields of those names, with its id. */
function fieldsOf(records: readonly MappedRecord[], names: readonly string[]) {
  return records.map(({ id, fields }) => ({ id, ...Object.fromEntries(names.map((name) => [name, fields[name]])) }));
}

function pick(record: object, names: readonly string[]) {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name === "id" || names.includes(name)));
}

describe("a platform that its own adapter reads, told as a manifest: the same records", () => {
  test("offers", async () => {
    const { items } = await bench.portal.offers({}, ALL, createCallContext());
    expect(items.length).toBeGreaterThan(50);
    const own = items.map(({ value }) => ({
      ...pick(value, [
        "title",
        "subject",
        "mode",
        "publishedDate",
        "region",
        "description",
        "patent",
        "patentNumberText",
      ]),
      listingStatus: value.status,
      price: { kind: value.price.kind, amount: value.price.amount },
      seller: { name: value.sellerName, uscc: value.sellerUscc },
    }));
    const names = ["title", "subject", "mode", "publishedDate", "region", "description", "patent", "patentNumberText"];
    const records = (await listed("LISTING")).map((record) => {
      const [fields] = fieldsOf([record], [...names, "listingStatus", "seller"]);
      const price = record.fields["price"] as {
        readonly kind: string;
        readonly amount: { readonly amount: string } | null;
      };
      return { ...fields, price: { kind: price.kind, amount: price.amount?.amount ?? null } };
    });
    expect(records).toEqual(own);
  });

  test.each([
    ["EXPERT", ["name", "jobTitle", "organizationName", "specialties", "introduction", "phone", "region"]],
    ["ACTIVITY", ["title", "kind", "startsAt", "place", "region"]],
    ["PATENT_RECORD", ["title", "applicantText", "patent", "patentNumberText", "legalStatusRaw"]],
    ["SERVICE", ["name", "module", "category", "channel", "audience", "feeText", "legalBasis", "region"]],
    ["SERVICE_WINDOW", ["number", "name", "address", "openingHours", "phone"]],
  ])("%s", async (kind, names) => {
    const own = await ownRecords(kind);
    expect(own.length).toBeGreaterThan(5);
    const byId = (a: { readonly id?: unknown }, b: { readonly id?: unknown }) =>
      String(a.id).localeCompare(String(b.id));
    const wanted = own.map((record) => pick(record, names)).toSorted(byId);
    expect(fieldsOf(await listed(kind), names).toSorted(byId)).toEqual(wanted);
  });
});

async function ownRecords(kind: string): Promise<readonly object[]> {
  const { portal } = bench;
  const context = createCallContext();
  const values = <T>(items: readonly { readonly value: T }[]) => items.map(({ value }) => value);
  switch (kind) {
    case "EXPERT":
      return values((await portal.experts(context)).items);
    case "ACTIVITY":
      return values((await portal.activities(context)).items);
    case "PATENT_RECORD":
      return values((await portal.patentCopies(undefined, ALL, context)).items);
    case "SERVICE":
      return (await portal.catalogue(context)).value.services;
    default:
      return (await portal.windows(context)).value;
  }
}
