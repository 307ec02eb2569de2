import { expect, test } from "vitest";
import { familyReader } from "#adapters/epo-ops/decode/decode-family.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { readAnswer } from "./read-answer.ts";
import { readFixture } from "./read-fixture.ts";

const family = await readAnswer(familyReader, readFixture("family-with-legal.xml"));

test("the total is the upstream's, though fewer members were sent", () => {
  expect(family.total).toBe(9);
  expect(family.members).toHaveLength(3);
});

test("the simple family is told apart from the extended one", () => {
  expect(family.members.map(({ simpleFamilyId }) => simpleFamilyId)).toEqual(["99000002", "99000002", "99000003"]);
});

test("trap 17: events belong to the application: the grant does not look event-free", () => {
  const grant = family.members.find(({ publication }) => publication.kind === "B");
  const application = family.applications.find(({ key }) => key === grant?.applicationKey);
  expect(application?.events.map(({ code, gazetteDate }) => [code, gazetteDate])).toEqual([
    ["GR01", "2022-03-01"],
    ["PP01", "2024-05-03"],
  ]);
});

test("trap 18: the influence flag is handed on as printed, misleading as PP01's is", () => {
  const events = family.applications.flatMap((application) => application.events);
  expect(events.find(({ code }) => code === "PP01")?.influence).toBe("+");
  expect(events.find(({ code }) => code === "PGFP")?.influence).toBeNull();
});

test("trap 16: codes lose their padding and both forms of dates are read", () => {
  const request = family.applications[1]?.events.find(({ code }) => code === "17P");
  expect(request).toMatchObject({ gazetteDate: "2020-07-08", effectiveDate: "2020-06-03" });
});

test("an event about another country says so, and one without a day stands last", () => {
  const last = family.applications[1]?.events.at(-1);
  expect(last).toMatchObject({ code: "PGFP", office: "EP", concernedOffice: "DE", gazetteDate: null });
  expect(last?.details).toContainEqual({ field: "L520EP", label: "Year of Fee Payment", value: "5" });
});

test("a priority that is not active is told", () => {
  expect(family.members[0]?.priorities).toEqual([
    {
      sequence: 1,
      kind: "national",
      number: {
        docdb: { office: "CN", number: "201819900002", kind: "A", date: "2018-07-02" },
        epodoc: null,
        original: null,
        date: "2018-07-02",
      },
      active: false,
    },
  ]);
});

test("an answer of another service is malformed", async () => {
  await expect(readAnswer(familyReader, readFixture("bulk-biblio.xml"))).rejects.toThrow(MalformedError);
});
