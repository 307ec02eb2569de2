import { readFileSync } from "node:fs";
import { buildSchema } from "graphql";
import { inTurn } from "#tests/bench/measure.ts";
import { readJourneys } from "#tests/journeys/read-journeys.ts";
import { generateOperation } from "#tests/support/generate-operation.ts";
import type { HubProcess } from "#tests/support/start-hub-process.ts";
import type { House } from "./house.ts";

const NUMBERS = ['"CN202310123456.6"', '"ZL202220765432.1"', '"EP9912345A1"', '"EP1000000A1"'];
const LITERALS = {
  number: NUMBERS,
  numbers: [`[${NUMBERS.join(", ")}]`, "[]"],
  code: ['"sichuan"', '"chongqing"', '"nowhere"'],
  id: ['"nothing"'],
  first: ["0", "1", "7", "25"],
};

/** What one operation was reckoned to cost at most, and what it came to. */
export interface Reckoned {
  readonly static: number;
  readonly actual: number;
  readonly upstreamCallsLimit: number;
  /** Errors of the hub's own. */
  readonly internal: number;
  /** That arrived at the portals for it. */
  readonly upstreamCalls: number;
}

/** The journeys and that many operations by chance, one after the other; those that are refused as too dear are left out. */
export async function askGenerated(house: House, hub: HubProcess, count: number): Promise<readonly Reckoned[]> {
  const schema = buildSchema(readFileSync(new URL("../../../schema/api.graphql", import.meta.url), "utf8"));
  const operations = [
    ...readJourneys("foundation"),
    ...Array.from({ length: count }, (_, seed) => ({
      query: generateOperation(schema, seed, { literals: LITERALS, without: ["viewer"] }),
      variables: {},
      headers: {},
    })),
  ];
  const reckoned = await inTurn(operations, async ({ query, variables, headers }) => {
    for (const { proxy } of house.portals.all) proxy.front.forget();
    const { status, text, errors } = await hub.ask(query, variables, { ...headers, "hub-sources": "1" });
    if (status !== 200) return [];
    const upstreamCalls = house.portals.all.reduce((sum, { proxy }) => sum + proxy.front.requests.length, 0);
    const body = JSON.parse(text) as { readonly extensions: { readonly hub: { readonly cost?: Told } } };
    const { cost } = body.extensions.hub;
    if (cost === undefined) throw new Error("the hub tells no cost");
    const internal = errors.filter(({ extensions }) => extensions.code === "INTERNAL").length;
    return [{ ...cost, upstreamCalls, internal }];
  });
  return reckoned.flat();
}

type Told = Omit<Reckoned, "upstreamCalls" | "internal">;
