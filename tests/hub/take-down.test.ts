import { expect, test, vi } from "vitest";
import { startTestHub, startTestHubOfSubgraphs, type TestHub } from "#tests/support/start-test-hub.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

// Hubs start slowly where other tests run beside.
vi.setConfig({ testTimeout: 120_000 });

const LISTINGS = /* GraphQL */ `query Listings { listings(first: 100) { total { value } nodes { id title patent { id applicationNumber title } } } }`;
const BY_ID = /* GraphQL */ `query ById($id: ID!) { node(id: $id) { id ... on Listing { title } ... on Patent { title } } }`;
const PATENT = /* GraphQL */ `query Patent($number: String!) { patent(number: $number) { id title listings { nodes { id } } } }`;

interface Listings {
  readonly listings: {
    readonly total: { readonly value: number };
    readonly nodes: readonly {
      readonly id: string;
      readonly patent: {
        readonly id: string;
        readonly applicationNumber: string;
        readonly title: string | null;
      } | null;
    }[];
  };
}

async function listingsOf(hub: TestHub) {
  const { data, errors } = await hub.ask<Listings>(LISTINGS);
  expect(errors).toEqual([]);
  return data?.listings ?? { total: { value: 0 }, nodes: [] };
}

async function byId(hub: TestHub, id: string) {
  const { data, errors } = await hub.ask<{ readonly node: unknown }>(BY_ID, { id });
  expect(errors).toEqual([]);
  return data?.node;
}

test.each([
  ["in process", startTestHub],
  ["as subgraphs elsewhere", startTestHubOfSubgraphs],
] as const)(
  "a record taken down is gone from every answer and cache at once, with the nodes %s",
  async (_where, start) => {
    await using folder = await temporaryFolder();
    let listingId = "";
    let number = "";
    {
      await using hub = await start({ patents: 150, dataDir: folder.path });
      const before = await listingsOf(hub);
      const chosen = before.nodes.find((listing) => listing.patent?.title != null);
      listingId = chosen?.id ?? "";
      number = chosen?.patent?.applicationNumber ?? "";
      const patentId = chosen?.patent?.id ?? "";
      expect(await byId(hub, listingId)).toMatchObject({ id: listingId });
      expect(await byId(hub, patentId)).toMatchObject({ id: patentId });

      await hub.hub.takeDowns.takeDown(listingId, "asked by the owner");
      expect(await byId(hub, listingId)).toBeNull();
      const after = await listingsOf(hub);
      expect(after.nodes.map(({ id }) => id)).toEqual(
        before.nodes.map(({ id }) => id).filter((id) => id !== listingId),
      );
      expect(after.total.value).toBe(before.total.value - 1);
      const { data } = await hub.ask<{ readonly patent: { readonly listings: Listings["listings"] } }>(PATENT, {
        number,
      });
      expect(data?.patent.listings.nodes.map(({ id }) => id)).not.toContain(listingId);

      await hub.hub.takeDowns.takeDown(patentId, "asked by the owner");
      expect(await byId(hub, patentId)).toBeNull();
      for (const { patent } of (await listingsOf(hub)).nodes) expect(patent?.id).not.toBe(patentId);
    }
    await using hub = await start({ patents: 150, dataDir: folder.path });
    expect(await byId(hub, listingId)).toBeNull();
    expect((await listingsOf(hub)).nodes.map(({ id }) => id)).not.toContain(listingId);
    const { data } = await hub.ask<{ readonly patent: unknown }>(PATENT, { number });
    expect(data?.patent).toBeNull();

    await hub.hub.takeDowns.restore(listingId, "the order was a mistake");
    // A node elsewhere hears of it from the file.
    const isBack = async () => expect(await byId(hub, listingId)).toMatchObject({ id: listingId });
    await vi.waitFor(isBack, { timeout: 10_000, interval: 100 });
  },
);
