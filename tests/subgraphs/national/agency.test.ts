import { afterAll, beforeAll, expect, test } from "vitest";
import type { AgencyRecord } from "#adapters/cnipa-agencies/records.ts";
import { type OpenNational, openNational, registerOf } from "./open-national.ts";

let national: OpenNational;

beforeAll(async () => {
  national = await openNational();
});

afterAll(() => national[Symbol.asyncDispose]());

const REGISTRATION =
  "registration { name status { code label raw } region { code name } foundedDate provenance { source { code } } }";
const ENTITIES = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Agency { id code name uscc ${REGISTRATION} } } }`;

test("a patent's agency is named without asking the register, its registration with one question", async () => {
  const register = registerOf({});
  const ask = national.with({ register });
  await ask(`{ patent(number: "CN202310123456.6") { agency { code name } } }`);
  expect(register.asked).toEqual([]);
  const { data } = await ask(`{
    a: patent(number: "CN202310123456.6") { agency { name ${REGISTRATION} } }
    b: patent(number: "CN202220765432.1") { agency { name ${REGISTRATION} } }
  }`);
  expect(register.asked).toEqual([["50990"]]);
  expect(data?.["a"]).toMatchObject({
    agency: {
      name: "重庆示例知识产权代理事务所（普通合伙）",
      registration: {
        status: { code: "ACTIVE", label: "正常", raw: "正常" },
        region: { code: "500103", name: "渝中区" },
      },
    },
  });
});

test("agencies resolve by code in order: from publications, from the register, null for neither", async () => {
  const ask = national.with({
    register: registerOf({}, { code: "50001" as AgencyRecord["code"], name: "只在登记簿" }),
  });
  const r = ["50990", "50001", "51999", "abc"].map((code) => ({ __typename: "Agency", code }));
  const { data, errors } = await ask(ENTITIES, { variables: { r } });
  expect(errors).toBeUndefined();
  expect(data?.["_entities"]).toMatchObject([
    { code: "50990", uscc: "91500000MA0DEM2C68" },
    { code: "50001", name: "只在登记簿" },
    null,
    null,
  ]);
});

test("a register that fails for one agency costs that one alone", async () => {
  const ask = national.with({ register: registerOf({}) });
  const r = ["50990", "99999"].map((code) => ({ __typename: "Agency", code }));
  const { data, errors } = await ask(ENTITIES, { variables: { r } });
  expect(data?.["_entities"]).toMatchObject([{ code: "50990", registration: { status: { code: "ACTIVE" } } }, null]);
  expect(errors).toMatchObject([
    { path: ["_entities", 1], extensions: { code: "NODE_TIMEOUT", source: "cnipa-agencies" } },
  ]);
});

test("without the register a published agency keeps its name", async () => {
  const { data, errors } = await national.ask(
    `{ patent(number: "CN202310123456.6") { agency { name ${REGISTRATION} } } }`,
  );
  expect(errors).toBeUndefined();
  expect(data?.["patent"]).toMatchObject({
    agency: { name: "重庆示例知识产权代理事务所（普通合伙）", registration: null },
  });
});

const SEARCH = `query ($s: [HubNodeSearchInput!]!) { hubNodeSearch(searches: $s) { items { typeName id summary { title numbers region } } total relation } }`;

test("the hub's question for agencies goes to the register, for patents to the store", async () => {
  const ask = national.with({ register: registerOf({}) });
  const { data, errors } = await ask(SEARCH, {
    variables: {
      s: [
        { kind: "AGENCY", filter: { regions: ["500000"] }, first: 10, offset: 0 },
        {
          kind: "PATENT",
          filter: { regions: ["CHENGDU_CHONGQING"], party: "成都示例光电有限公司" },
          first: 2,
          offset: 0,
        },
        { kind: "PATENT", about: { typeName: "Agency", key: "50990" }, first: 1, offset: 0 },
      ],
    },
  });
  expect(errors).toBeUndefined();
  expect(data?.["hubNodeSearch"]).toMatchObject([
    { items: [{ typeName: "Agency", summary: { numbers: ["50990"], region: "500103" } }], total: 1 },
    { items: [{ typeName: "Patent" }, { typeName: "Patent" }], relation: "EXACT" },
    { items: [{ typeName: "Patent" }] },
  ]);
});

test("an unknown region is the caller's mistake and costs its neighbour nothing", async () => {
  const { data, errors } = await national.ask(SEARCH, {
    variables: {
      s: [
        { kind: "PATENT", filter: { regions: ["999999"] }, first: 1, offset: 0 },
        { kind: "PATENT", first: 1, offset: 0 },
      ],
    },
  });
  expect(data?.["hubNodeSearch"]).toMatchObject([null, { items: [{}] }]);
  expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
});
