import { afterAll, beforeAll, expect, test } from "vitest";
import { SANDBOX_TOKENS } from "#adapters/chongqing-kjy01/sandbox/accounts.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import type { Entities, Searched } from "#tests/support/node-answers.ts";
import { present } from "#tests/support/present.ts";
import { type NodeBench, startChongqing } from "./chongqing-bench.ts";

const FEE_CASE = encodeNodeId("ChongqingCase", "122436693140000101");
const CASE = `query ($references: [_Any!]!) { _entities(representations: $references) { ... on ChongqingCase {
  id caseNumber stage { code label raw } patent { id applicationNumber } client { name organization { uscc } }
  tasks { kind { code label } dueDate status { code label raw } basis }
  provenance { hubNode { code } accessPolicy sourceUrl } } } }`;
const LIST = `{ hubNodeSearch(searches: [{ kind: CASE, first: 100, offset: 0 }]) { total items { id summary { title numbers } } } hubNodeAccount { userName organizationName organizationUscc } }`;

interface Docket {
  readonly id: string;
  readonly stage: { readonly code: string };
  readonly patent: object | null;
  readonly tasks: readonly { readonly kind: { readonly code: string }; readonly status: { readonly code: string } }[];
}

type Dockets = Searched<{ readonly id: string; readonly summary: object }> & {
  readonly hubNodeAccount: { readonly userName: string } | null;
};

let bench: NodeBench;

beforeAll(async () => {
  bench = await startChongqing();
});
afterAll(() => bench[Symbol.asyncDispose]());

const as = (user: "demo" | "other") => ({ credential: `Bearer ${SANDBOX_TOKENS[user]}` });
const referenceTo = (id: string) => ({ __typename: "ChongqingCase", id });

test("shows a user the own docket with its open fee", async () => {
  const { data, errors, hints } = await bench.ask<Entities<Docket>>(CASE, {
    ...as("demo"),
    variables: { references: [referenceTo(FEE_CASE)] },
  });
  expect(errors).toEqual([]);
  expect(data._entities[0]).toMatchObject({
    caseNumber: "KJ2023-0001",
    stage: { code: "MAINTENANCE", label: "授权维持", raw: "专利权维持" },
    patent: { applicationNumber: "CN202310123456.6" },
    client: { name: "成都示例光电有限公司", organization: { uscc: "91510100MA0DEM0A77" } },
    provenance: { hubNode: { code: "chongqing" }, accessPolicy: "PRIVATE", sourceUrl: null },
  });
  expect(data._entities[0]?.tasks).toContainEqual({
    kind: { code: "FEE", label: "缴费" },
    dueDate: "2026-02-14",
    status: { code: "OPEN", label: "待办", raw: "待缴费" },
    basis: expect.any(String),
  });
  expect(hints).toMatchObject({ isPrivate: true, ttlMs: 0 });
});

test("maps every stage and task of the sandbox's dockets", async () => {
  for (const user of ["demo", "other"] as const) {
    const { data } = await bench.ask<Dockets>(LIST, as(user));
    const references = present(data.hubNodeSearch[0]).items.map(({ id }) => referenceTo(id));
    const { data: found } = await bench.ask<Entities<Docket>>(CASE, { ...as(user), variables: { references } });
    for (const docket of found._entities.map(present)) {
      expect(docket.stage.code).not.toBe("UNMAPPED");
      expect(docket.patent).not.toBeNull();
      for (const task of docket.tasks) expect([task.kind.code, task.status.code]).not.toContain("UNKNOWN");
    }
  }
});

test("resolves another user's docket to nothing, interleaved and concurrent", async () => {
  const own = { demo: idsOf("demo"), other: idsOf("other") };
  const references = [...own.demo, ...own.other].map(referenceTo);
  await Promise.all(
    Array.from({ length: 120 }, async (_, index) => {
      const user = index % 2 === 0 ? "demo" : "other";
      const found = await bench.ask<Entities<Docket>>(CASE, { ...as(user), variables: { references } });
      expect(found.errors).toEqual([]);
      const shown = found.data._entities.flatMap((entity) => entity?.id ?? []);
      expect(shown).toEqual(own[user]);
      const list = await bench.ask<Dockets>(LIST, as(user));
      expect(list.data.hubNodeSearch[0]?.items.map(({ id }) => id)).toEqual(own[user]);
      expect(list.data.hubNodeAccount?.userName).toBe(user);
    }),
  );
});

test("asks for the platform's token where there is none or it is not accepted", async () => {
  for (const options of [{}, { credential: "Bearer expired" }]) {
    const list = await bench.ask<Dockets>(LIST, options);
    expect(list.data.hubNodeSearch[0]).toBeNull();
    expect(list.errors.map((error) => error.extensions.code)).toEqual(["UNAUTHENTICATED", "UNAUTHENTICATED"]);
    const entity = await bench.ask<Entities>(CASE, { ...options, variables: { references: [referenceTo(FEE_CASE)] } });
    expect(entity.data._entities[0]).toBeNull();
    expect(entity.errors[0]?.extensions.code).toBe("UNAUTHENTICATED");
    expect(list.hints.ttlMs).toBe(0);
  }
});

test("refuses to have dockets harvested", async () => {
  const { errors } = await bench.ask("{ hubNodeHarvest(kind: CASE, first: 10) { items { id } } }", as("demo"));
  expect(errors[0]?.extensions.code).toBe("FORBIDDEN");
});

test("puts nothing of a docket into the summaries that the hub may keep", async () => {
  const { data } = await bench.ask<Dockets>(LIST, as("demo"));
  for (const { summary } of present(data.hubNodeSearch[0]).items) expect(summary).toEqual({ title: null, numbers: [] });
});

function idsOf(user: string): readonly string[] {
  return bench.world.cases
    .filter((docket) => docket.user === user)
    .map((docket) => encodeNodeId("ChongqingCase", docket.id));
}
