import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateWorld } from "#adapters/runtime/sandbox/world/generate-world.ts";
import type { World, WorldOffer } from "#adapters/runtime/sandbox/world/types.ts";
import { decodeNodeId } from "#schema/ids/node-id.ts";
import type { HubAnswer } from "#tests/support/hub-client.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";
import { moveToWorldToday } from "#tests/support/world-time.ts";
import { type PrintedCopy, TOLD_BY_TRUTH, truthOfCopy, truthOfOffer } from "./known-truth.ts";

const PATENTS = 1_200;
const SEED = 4_711;

let hub: TestHub;
let world: World;
beforeAll(async () => {
  moveToWorldToday();
  world = generateWorld({ seed: SEED, patents: PATENTS });
  hub = await startTestHub({ patents: PATENTS, env: { HUB_SANDBOX_SEED: String(SEED) } });
});
afterAll(() => hub.stop());

interface Page<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

async function all<T>(field: string, fields: string): Promise<readonly T[]> {
  const found: T[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const query = `query($after: String) { ${field}(first: 50, after: $after) { nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`;
    const answer: HubAnswer<Record<string, Page<T>>> = await hub.ask(query, { after });
    expect(answer.errors).toEqual([]);
    const page: Page<T> | undefined = answer.data?.[field];
    found.push(...(page?.nodes ?? []));
    [after, more] = [page?.pageInfo.endCursor ?? null, page?.pageInfo.hasNextPage === true];
  }
  return found;
}

interface ToldOffer {
  readonly id: string;
  readonly patent: { readonly applicationNumber: string } | null;
  readonly registerCheck: {
    readonly verdict: string;
    readonly findings: readonly { readonly code: string; readonly bearing: string }[];
  };
}

describe("offers of a generated world", () => {
  let told: readonly { readonly offer: WorldOffer; readonly answer: ToldOffer }[];
  beforeAll(async () => {
    const offers = new Map(world.offers.map((offer) => [offer.id, offer]));
    const answers = await all<ToldOffer>(
      "listings",
      "id patent { applicationNumber } registerCheck { verdict findings { code bearing } }",
    );
    told = answers.flatMap((answer) => {
      const offer = offers.get(decodeNodeId(answer.id)?.key ?? "");
      return offer === undefined ? [] : [{ offer, answer }];
    });
  });

  test("are all there, with every kind of planted trouble among them", () => {
    expect(told).toHaveLength(world.offers.length);
    const truths = told.filter(({ offer }) => offer.patent !== null).map(({ offer }) => truthOfOffer(offer, world));
    for (const code of ["NOT_IN_FORCE", "SELLER_MANDATE_NOT_VERIFIED", "PLEDGED", "EXCLUSIVE_LICENCE_RECORDED"])
      expect(truths.filter((truth) => truth.has(code)).length, code).toBeGreaterThan(0);
  });

  test("have each planted trouble found, and none that is not there", () => {
    const trusted = told.filter(({ answer }) => answer.patent !== null);
    expect(trusted.length).toBeGreaterThan(60);
    for (const { offer, answer } of trusted) {
      const codes = answer.registerCheck.findings.map(({ code }) => code).filter((code) => TOLD_BY_TRUTH.has(code));
      expect([...codes].sort(), offer.id).toEqual([...truthOfOffer(offer, world)].sort());
    }
  });

  test("are in conflict only where the right has ended or the register bars what is offered", () => {
    for (const { offer, answer } of told) {
      if (answer.patent === null) {
        expect(answer.registerCheck.verdict, offer.id).toBe("UNKNOWN");
        continue;
      }
      const truth = truthOfOffer(offer, world);
      const licenses = offer.mode === "LICENSE" || offer.mode === "OPEN_LICENSE";
      const isBarred =
        (truth.has("EXCLUSIVE_LICENCE_RECORDED") && licenses) || (truth.has("PRESERVED") && offer.mode !== "LICENSE");
      const isUngranted = truth.has("NOT_GRANTED") && offer.mode === "OPEN_LICENSE";
      const isConflict = truth.has("NOT_IN_FORCE") || isBarred || isUngranted;
      expect(answer.registerCheck.verdict === "CONFLICT", `${offer.id} ${[...truth]}`).toBe(isConflict);
    }
  });

  test("with a number that fails its check are not held against any patent", () => {
    const misprinted = told.filter(({ offer, answer }) => offer.patent !== null && answer.patent === null);
    expect(misprinted.length).toBeGreaterThan(0);
    for (const { answer } of misprinted)
      expect(answer.registerCheck.findings).toEqual([{ code: "NUMBER_CHECK_FAILED", bearing: "UNSETTLED" }]);
  });
});

describe("copies of a generated world's patents", () => {
  interface ToldPatent {
    readonly applicationNumber: string;
    readonly records: readonly (PrintedCopy & { readonly id: string })[];
    readonly conflicts: readonly { readonly field: string; readonly formal: boolean }[];
    readonly keptApart: readonly { readonly record: { readonly id: string; readonly __typename: string } }[];
  }

  let told: readonly ToldPatent[];
  let copies: readonly { readonly id: string; readonly patent: { readonly applicationNumber: string } | null }[];
  beforeAll(async () => {
    copies = await all("patentRecords", "id patent { applicationNumber }");
    const numbers = [...new Set(copies.flatMap(({ patent }) => patent?.applicationNumber ?? []))];
    const found: ToldPatent[] = [];
    for (let start = 0; start < numbers.length; start += 20) {
      const { data, errors } = await hub.ask<{ patentsByNumber: readonly { patent: ToldPatent }[] }>(
        `query($numbers: [String!]!) { patentsByNumber(numbers: $numbers) { patent { applicationNumber
          records { id legalStatusRaw applicantText patentNumberText } conflicts { field formal }
          keptApart { record { id __typename } } } } }`,
        { numbers: numbers.slice(start, start + 20) },
      );
      expect(errors).toEqual([]);
      found.push(...(data?.patentsByNumber ?? []).map(({ patent }) => patent));
    }
    told = found;
  });

  test("are merged with their patent where their number holds, each with one, and nowhere else", () => {
    const merged = told.flatMap(({ applicationNumber, records }) => records.map(({ id }) => [id, applicationNumber]));
    const trusted = copies.flatMap(({ id, patent }) => (patent === null ? [] : [[id, patent.applicationNumber]]));
    expect(trusted.length).toBeGreaterThan(100);
    expect(merged.sort()).toEqual(trusted.sort());
    expect(copies.length).toBeGreaterThan(trusted.length);
  });

  test("have each planted conflict found, and agree where they agree", () => {
    const patents = new Map(world.patents.map((patent) => [patent.applicationNumber, patent]));
    const planted = told.map(({ applicationNumber, records }) => {
      const patent = patents.get(applicationNumber);
      if (patent === undefined) throw new Error(`no patent ${applicationNumber}`);
      return records.flatMap((printed) => truthOfCopy(printed, patent, world)).sort();
    });
    for (const field of ["legalStatus", "currentOwners", "applicationNumber"])
      expect(planted.filter((fields) => fields.includes(field)).length, field).toBeGreaterThan(0);
    expect(planted.filter((fields) => fields.length === 0).length).toBeGreaterThan(50);
    for (const [index, { applicationNumber, conflicts }] of told.entries())
      expect(conflicts.map(({ field }) => field).sort(), applicationNumber).toEqual(planted[index]);
  });

  test("call a number without its check character a matter of form, and nothing else", () => {
    for (const { field, formal } of told.flatMap(({ conflicts }) => conflicts))
      expect(formal).toBe(field === "applicationNumber");
  });

  test("that are merged are never kept apart from the same patent", () => {
    for (const { records, keptApart } of told) {
      const apart = keptApart.map(({ record }) => record.id);
      for (const { id } of records) expect(apart).not.toContain(id);
    }
  });
});

test("profiles of a generated world's agencies differ from the register in the width of brackets alone", async () => {
  interface ToldAgency {
    readonly code: string;
    readonly conflicts: readonly { readonly field: string; readonly formal: boolean }[];
    readonly profiles: { readonly nodes: readonly { readonly name: string }[] };
  }
  const told = await all<ToldAgency>(
    "agencies",
    "code conflicts { field formal } profiles(first: 5) { nodes { name } }",
  );
  const registered = new Map(world.agencies.map(({ code, name }) => [code, name]));
  expect(told.filter(({ profiles }) => profiles.nodes.length > 0).length).toBeGreaterThan(10);
  expect(told.filter(({ conflicts }) => conflicts.length > 0).length).toBeGreaterThan(5);
  for (const { code, conflicts, profiles } of told) {
    const differs = profiles.nodes.some(({ name }) => name !== registered.get(code));
    expect(conflicts, code).toEqual(differs ? [{ field: "name", formal: true }] : []);
  }
});
