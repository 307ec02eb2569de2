import { expect, test } from "vitest";
import { decodeRecord, RECORD_ROOTS } from "#adapters/cnipa-bulk/xml/decode-record.ts";
import { scanRecords } from "#adapters/cnipa-bulk/xml/scan-records.ts";
import { standardDocument } from "./xml-parts.ts";

const DESIGN = { original: "202430234567.X", number: "309123456", kind: "S", date: "20241203", filingDate: "20240424" };

// How Hague entries into China are numbered is not confirmed.
test.each(["DM/225123", "WIPO123456-001", "D2230001"])(
  "a design that came in through the Hague system keeps the number %s as printed and is not refused",
  async (number) => {
    const { document } = await designOf(`<business:PCTOrRegionalApplicationData><base:DocumentID>
      <base:DocNumber>${number}</base:DocNumber></base:DocumentID></business:PCTOrRegionalApplicationData>`);
    expect(document).toMatchObject({ type: "DESIGN", pct: { applicationNumber: number } });
  },
);

test("trap 28: a Locarno class in the place of the IPC symbol, cut off, is a Locarno class of the design", async () => {
  const { document } = await designOf(`<business:ClassificationIPCRDetails><business:ClassificationIPCR>
    <base:Text>11-</base:Text></business:ClassificationIPCR></business:ClassificationIPCRDetails>`);
  expect(document).toMatchObject({ ipc: [], locarno: ["11"] });
});

async function designOf(more: string) {
  async function* chunks() {
    yield Buffer.from(standardDocument({ ...DESIGN, more }));
  }
  for await (const record of scanRecords(chunks(), RECORD_ROOTS)) {
    const decoded = decodeRecord(record);
    if (decoded.kind === "document") return decoded;
  }
  throw new Error("no document");
}
