import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Paragraph } from "#adapters/cnipa-bulk/patent-record.ts";
import { createPatentStore } from "#adapters/cnipa-bulk/store/create-patent-store.ts";
import { joinParagraphs, packText, splitParagraphs, unpackText } from "#adapters/cnipa-bulk/store/description-text.ts";
import { databaseFile } from "#adapters/cnipa-bulk/store/open-database.ts";
import { MOST_PARAGRAPHS, type PatentStore } from "#adapters/cnipa-bulk/store/patent-store.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import { importFiles, standardDocument, temporaryFolder, wrapped } from "./xml-parts.ts";

const NUMBER = "CN202310123456.6" as ApplicationNumber;

test("claims re-published after a partial invalidation supersede the granted ones, the description stays", async () => {
  await using folder = await temporaryFolder();
  await importFiles(folder.path, {
    "slice.xml": wrapped(
      standardDocument({ kind: "C1", date: "20250610", claims: ["一种收窄的装置。"] }),
      standardDocument({
        kind: "B",
        date: "20240820",
        claims: ["一种装置。", "另一种装置。"],
        description: ["授权文本。"],
      }),
      standardDocument({ kind: "A", date: "20230512", claims: ["一种宽的装置。"], description: ["公开文本。"] }),
    ),
  });
  const [text] = await read(folder.path, (store) => store.texts([NUMBER]));
  expect(text?.publication.kind).toBe("C1");
  expect(text?.claims.map((claim) => claim.text)).toEqual(["一种收窄的装置。"]);
  expect(text?.descriptionPublication?.kind).toBe("B");
  expect(text?.description).toEqual([{ number: "0001", section: "TECHNICAL_FIELD", text: "授权文本。" }]);
  const [record] = await read(folder.path, (store) => store.byApplicationNumbers([NUMBER]));
  expect(record?.publications.map(({ kind }) => kind)).toEqual(["A", "B", "C1"]);
  expect(record?.claimCount).toBe(1);
});

test("a description comes part by part, with what it has in all", async () => {
  await using folder = await temporaryFolder();
  const description = ["甲", "乙", "丙"];
  await importFiles(folder.path, { "a.xml": standardDocument({ description }) });
  const page = (offset: number, limit: number, number = NUMBER) => ({ number, offset, limit });
  const pages = await read(folder.path, (store) =>
    store.paragraphs([
      page(0, 2),
      page(2, 2),
      page(9, 2),
      page(-5, 1),
      page(0, 1, "CN202110991218.8" as ApplicationNumber),
    ]),
  );
  expect(pages.map((found) => found?.paragraphs.map(({ text }) => text))).toEqual([
    ["甲", "乙"],
    ["丙"],
    [],
    ["甲"],
    undefined,
  ]);
  expect(pages[1]?.total).toBe(3);
});

test("no part is longer than the most, whatever is asked", async () => {
  await using folder = await temporaryFolder();
  const description = Array.from({ length: MOST_PARAGRAPHS + 5 }, (_, index) => `第${index}段`);
  await importFiles(folder.path, { "a.xml": standardDocument({ description }) });
  const [page] = await read(folder.path, (store) => store.paragraphs([{ number: NUMBER, offset: 0, limit: 10_000 }]));
  expect(page?.paragraphs).toHaveLength(MOST_PARAGRAPHS);
  expect(page?.total).toBe(MOST_PARAGRAPHS + 5);
});

test("a store of an earlier version is read, and its documents are replaced when they are imported again", async () => {
  await using folder = await temporaryFolder();
  const files = { "a.xml": standardDocument({ description: ["新的读法。"] }) };
  await importFiles(folder.path, files);
  const old = [{ number: "0001", section: null, text: "旧的读法。" }];
  const database = new DatabaseSync(databaseFile(folder.path));
  database.exec(
    "DELETE FROM description_places; DELETE FROM import_slices; UPDATE documents SET reading = 1, hash = 'zz'",
  );
  database.prepare("UPDATE documents SET description = ?").run(JSON.stringify(old));
  database.close();
  expect((await read(folder.path, (store) => store.texts([NUMBER])))[0]?.description).toEqual(old);
  expect(await importFiles(folder.path, files)).toMatchObject({ updated: 1 });
  expect((await read(folder.path, (store) => store.texts([NUMBER])))[0]?.description[0]?.text).toBe("新的读法。");
});

test("paragraphs survive being packed, whatever XML can hold", () => {
  const text = fc.string({ unit: "grapheme" }).map((any) => any.replace(/\p{Cc}/gu, ""));
  const paragraph: fc.Arbitrary<Paragraph> = fc.record({
    number: fc.option(fc.stringMatching(/^\d{4}$/)),
    section: fc.option(fc.constantFrom("TECHNICAL_FIELD", "BACKGROUND", "DISCLOSURE", "DRAWINGS", "EMBODIMENTS")),
    text,
  });
  fc.assert(
    fc.property(fc.array(paragraph), (paragraphs) => {
      const packed = packText(joinParagraphs(paragraphs));
      expect(splitParagraphs(unpackText(packed))).toEqual(paragraphs);
    }),
  );
});

async function read<T>(dataDir: string, question: (store: PatentStore) => Promise<T>): Promise<T> {
  const store = createPatentStore(dataDir);
  try {
    return await question(store);
  } finally {
    await store.close();
  }
}
