import { expect, test } from "vitest";
import { parseBadgerfish } from "#adapters/epo-ops/decode/badgerfish.ts";
import { exchangeReader } from "#adapters/epo-ops/decode/decode-exchange.ts";
import { familyReader } from "#adapters/epo-ops/decode/decode-family.ts";
import { answerRest } from "#adapters/epo-ops/sandbox/answer-rest.ts";
import { createCollection } from "#adapters/epo-ops/sandbox/collection.ts";
import { toBadgerfish, toXmlDocument } from "#adapters/epo-ops/sandbox/element.ts";
import { createExchangeWorld } from "#adapters/epo-ops/sandbox/exchange-world.ts";
import { generateWorld } from "#adapters/runtime/sandbox/world/generate-world.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { readAnswer } from "./read-answer.ts";

const world = generateWorld({ seed: 7, patents: 200 });
const collection = createCollection(world);
const exchange = createExchangeWorld(world, collection);

test("both renderings of every document of a world decode alike", async () => {
  const asked = collection.all.map(({ publication: { office, number, kind } }) => `${office}.${number}.${kind}`);
  expect(asked.length).toBeGreaterThan(100);
  for (const number of asked) {
    const root = rootOf(`published-data/publication/docdb/${number}/biblio`);
    const fromXml = await readAnswer(exchangeReader, toXmlDocument(root, ""));
    expect(await readAnswer(exchangeReader, toBadgerfish(root))).toEqual(fromXml);
  }
  for (const number of asked.slice(0, 50)) {
    const root = rootOf(`family/publication/docdb/${number}/legal`);
    const fromXml = await readAnswer(familyReader, toXmlDocument(root, ""));
    expect(await readAnswer(familyReader, toBadgerfish(root))).toEqual(fromXml);
  }
});

function rootOf(path: string) {
  const answer = answerRest(
    { method: "GET", path, query: new URLSearchParams(), range: null, body: "", authorization: "" },
    collection,
    exchange,
  );
  if (answer.kind !== "document") throw new Error(`${path}: ${answer.kind}`);
  return answer.root;
}

test("trap 10: one child and several read alike, an empty container has none", () => {
  const root = parseBadgerfish('{"ops:a":{"@x":"1","b":[{"$":"one"},{"$":"two"}],"c":{"$":"three"},"d":{}}}');
  expect(root).toMatchObject({ name: "a", attributes: { x: "1" } });
  expect(root.children.map(({ name, text }) => [name, text])).toEqual([
    ["b", "one"],
    ["b", "two"],
    ["c", "three"],
    ["d", ""],
  ]);
});

test.each(["{}", "[]", "3", '{"a":{},"b":{}}', '{"a":'])("%s is malformed", (text) => {
  expect(() => parseBadgerfish(text)).toThrow(MalformedError);
});
