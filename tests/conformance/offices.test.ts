import { afterAll, beforeAll, expect, test } from "vitest";
import { importFiles, standardDocument } from "#tests/adapters/cnipa-bulk/xml-parts.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";
import { type TemporaryFolder, temporaryFolder } from "#tests/support/temporary-folder.ts";

const NUMBER = "201010000001.8";
const LABELS = [
  { code: "HK", zh: "中国香港", en: "Hong Kong, China" },
  { code: "MO", zh: "中国澳门", en: "Macao, China" },
  { code: "TW", zh: "中国台湾", en: "Taiwan, China" },
];

let folder: TemporaryFolder;
let running: TestHub;
beforeAll(async () => {
  folder = await temporaryFolder();
  const { imported } = await importFiles(folder.path, {
    "priorities.xml": standardDocument({ original: NUMBER, filingDate: "20100105", more: priorities() }),
  });
  expect(imported).toBe(1);
  running = await startTestHub({ dataDir: folder.path, env: { HUB_SANDBOXES: "off" } });
});
afterAll(async () => {
  await running.stop();
  await folder[Symbol.asyncDispose]();
});

test.each(["zh", "en"] as const)(
  "Hong Kong, Macao and Taiwan are regions of China in every answer in %s",
  async (lang) => {
    const query = "query ($number: String!) { patent(number: $number) { priorities { office { code label } } } }";
    const { data, errors } = await running.ask(query, { number: NUMBER }, { "accept-language": lang });
    expect(errors).toEqual([]);
    expect(data).toEqual({
      patent: { priorities: LABELS.map((office) => ({ office: { code: office.code, label: office[lang] } })) },
    });
  },
);

function priorities(): string {
  const items = LABELS.map(
    ({ code }, index) =>
      `<business:Priority dataFormat="original"><base:WIPOST3Code>${code}</base:WIPOST3Code><base:DocNumber>0900${index}</base:DocNumber><base:Date>20090105</base:Date></business:Priority>`,
  );
  return `<business:PriorityDetails>${items.join("")}</business:PriorityDetails>`;
}
