import { type EnumTypeDefinitionNode, Kind } from "graphql";
import { expect, test } from "vitest";
import { LEGAL_EVENT_CLASSES } from "#schema/codes/legal-event-classes.ts";
import { LEGAL_EVENT_KINDS } from "#schema/codes/legal-events.ts";
import { node } from "#subgraphs/national/node.ts";
import { readSchema } from "#subgraphs/runtime/read-schema.ts";

const enums = readSchema(node.schema as URL).definitions.filter(
  (definition): definition is EnumTypeDefinitionNode => definition.kind === Kind.ENUM_TYPE_DEFINITION,
);

test.each([
  ["LegalEventKind", LEGAL_EVENT_KINDS],
  ["LegalEventClass", LEGAL_EVENT_CLASSES],
])("%s has a value, with its label, for every code and no other", (name, codes) => {
  const found = enums.find((one) => one.name.value === name);
  expect(found?.values?.map((value) => value.name.value).sort()).toEqual([...codes].sort());
  expect(found?.values?.filter(({ description }) => !/.+ \| .+/.test(description?.value ?? ""))).toEqual([]);
});
