import { type GraphQLSchema, parse, validate } from "graphql";
import { describe, expect, test } from "vitest";
import { readJourneys } from "#tests/journeys/read-journeys.ts";
import { composeApi, nodes, platforms } from "./composed-graph.ts";

const JOURNEYS = ["foundation", "national", "nodes"].flatMap(readJourneys);

/** Owners of kinds that journeys name (Patent, Agency): their types leave the graph only on announced removal. */
const owners = platforms.filter(({ contract }) => contract.kinds["PATENT"] !== undefined);
const removable = platforms.filter((node) => !owners.includes(node));

test("journeys, owners and removable nodes were found", () => {
  expect(JOURNEYS.length).toBeGreaterThan(5);
  expect(owners.length).toBe(1);
  expect(removable.length).toBeGreaterThan(1);
});

describe("every journey validates", () => {
  test("with all nodes", async () => {
    expect(problems(await composeApi(nodes))).toEqual([]);
  });

  test.each(removable)("with $code out of the graph", async ({ code }) => {
    expect(problems(await composeApi(nodes.filter((node) => node.code !== code)))).toEqual([]);
  });

  test("with every platform out of the graph that owns no kind", async () => {
    expect(problems(await composeApi(nodes.filter((node) => !removable.includes(node))))).toEqual([]);
  });
});

function problems(api: GraphQLSchema): readonly string[] {
  return JOURNEYS.flatMap(({ name, query }) => validate(api, parse(query)).map(({ message }) => `${name}: ${message}`));
}
