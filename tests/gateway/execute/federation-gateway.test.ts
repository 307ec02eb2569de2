import { buildSchema } from "graphql";
import { expect, test } from "vitest";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import type { FederatedAnswer } from "#gateway/engine/federation-engine.ts";
import { startFederationGateway } from "#gateway/execute/federation-gateway.ts";
import { PlanningError } from "#gateway/plan/planner.ts";
import { federate } from "#tests/gateway/engine/federate.ts";

const SCHEMA = buildSchema("type Query { a(first: Int): Int }");

async function gatewayOver(execute: () => Promise<FederatedAnswer>) {
  return startFederationGateway<object>({
    engine: { schema: SCHEMA, execute, planned: () => [], prepare: async () => 0 },
    introspection: true,
    logger: SILENT_LOGGER,
  });
}

test.each([
  ["busy", "OVERLOADED"],
  ["too-long", "QUERY_TOO_COSTLY"],
  ["failed", "INTERNAL"],
] as const)("an operation without a plan (%s) is %s, asked through the server or past it", async (reason, code) => {
  const gateway = await gatewayOver(() => Promise.reject(new PlanningError(reason, "no plan")));
  for (const _time of ["first", "again"]) {
    const { data, errors } = await gateway.run({ query: "{ a }" }, {});
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code } }]);
  }
  await gateway.stop();
});

test("what is wrong with values is told alike, asked through the server or past it", async () => {
  await using graph = await federate({ a: { sdl: "type Query { a(first: Int): Int }", resolvers: {} } });
  const gateway = await startFederationGateway<object>({
    engine: graph.engine as never,
    introspection: true,
    logger: SILENT_LOGGER,
  });
  const query = "query ($first: Int) { a(first: $first) }";
  for (const first of ["x", "y"]) {
    const { data, errors } = await gateway.run({ query, variables: { first } }, {});
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ message: expect.stringContaining(first), extensions: { code: "BAD_USER_INPUT" } }]);
  }
  await gateway.stop();
});
