import { expect, test } from "vitest";
import type { PatentDocument } from "#adapters/cnipa-bulk/patent-record.ts";
import { decodeRecord, RECORD_ROOTS } from "#adapters/cnipa-bulk/xml/decode-record.ts";
import { claimsOf } from "#adapters/cnipa-bulk/xml/full-text.ts";
import { scanRecords } from "#adapters/cnipa-bulk/xml/scan-records.ts";
import type { XmlElement } from "#adapters/cnipa-bulk/xml/xml-element.ts";
import { standardDocument } from "./xml-parts.ts";

test.each([
  ["一种示例装置，其特征在于，包括基座。", true, []],
  ["根据权利要求1所述的装置，还包括3个光源。", false, [1]],
  ["如权利要求1或2所述的装置", false, [1, 2]],
  ["根据权利要求1-3任一项所述的装置，厚度为5-8毫米", false, [1, 2, 3]],
  ["根据权利要求1至3中任意一项所述的方法", false, [1, 2, 3]],
  ["按照权利要求2、4～6所述的方法", false, [2, 4, 5, 6]],
  ["根据权利要求第1项至第3项中任一项所述的方法", false, [1, 2, 3]],
  ["如权利要求9至9999所述的方法", false, [9]],
  ["一种使用权利要求1所述装置的方法", true, []],
])("claim 10 %j: independent %s, depends on %j", (text, independent, dependsOn) => {
  expect(claimsOf([claim(text)], "claim-text")).toEqual([{ number: 10, text, independent, dependsOn }]);
});

test("references cited are patent documents with number, kind and day, or literature as printed", async () => {
  const more = `<business:ReferencesCited>
    <business:Citation><business:ApplicationCitation>
      <business:PublicationReference dataFormat="standard"><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>000203232659</base:DocNumber></base:DocumentID></business:PublicationReference>
      <business:PublicationReference dataFormat="original"><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>203232659</base:DocNumber><base:Kind>U</base:Kind><base:Date>20131009</base:Date></base:DocumentID></business:PublicationReference>
    </business:ApplicationCitation></business:Citation>
    <business:Citation><business:PublicationReference><base:DocumentID><base:WIPOST3Code>0</base:WIPOST3Code><base:DocNumber>US 2012/0123456 A1</base:DocNumber><base:Date>00000000</base:Date></base:DocumentID></business:PublicationReference></business:Citation>
    <business:Citation><business:NonPatentCitation><base:Text>示例作者. 示例论文[J]. 示例学报, 2019.</base:Text></business:NonPatentCitation><business:Category>Y</business:Category></business:Citation>
    <business:Citation/>
  </business:ReferencesCited>`;
  const document = await documentOf(standardDocument({ kind: "B", more }));
  const open = { category: null, citedBy: null, phase: null, nonPatentText: null };
  expect(document.citations).toEqual([
    { ...open, publication: { office: "CN", number: "203232659", kind: "U", date: "2013-10-09" } },
    { ...open, publication: { office: "US", number: "2012/0123456", kind: "A1", date: null } },
    { ...open, publication: null, nonPatentText: "示例作者. 示例论文[J]. 示例学报, 2019.", category: "Y" },
  ]);
  expect(document.publication.number).toBe("116012345");
});

test("the old format's references are read as ST.36 writes them", async () => {
  const document = await documentOf(`<cn-patent-document><cn-bibliographic-data>
    <cn-publication-reference><document-id><country>CN</country><doc-number>101234567</doc-number><kind>B</kind><date>20120104</date></document-id></cn-publication-reference>
    <application-reference appl-type="发明专利"><document-id><doc-number>202110991218.8</doc-number></document-id></application-reference>
    <references-cited>
      <citation cited-phase="examination"><patcit num="1"><document-id><country>CN</country><doc-number>1229153</doc-number><kind>A</kind><date>19990922</date></document-id></patcit><category>cited by examiner</category></citation>
      <citation><nplcit num="2"><text>Journal of Examples, 12(3), 2008</text></nplcit><category>X</category><rel-claims>1-3</rel-claims></citation>
    </references-cited></cn-bibliographic-data></cn-patent-document>`);
  expect(document.citations).toEqual([
    {
      publication: { office: "CN", number: "1229153", kind: "A", date: "1999-09-22" },
      nonPatentText: null,
      category: null,
      citedBy: "EXAMINER",
      phase: "examination",
    },
    {
      publication: null,
      nonPatentText: "Journal of Examples, 12(3), 2008",
      category: "X",
      citedBy: null,
      phase: null,
    },
  ]);
});

function claim(text: string): XmlElement {
  return { name: "claim", attributes: { num: "0010" }, nodes: [{ name: "claim-text", attributes: {}, nodes: [text] }] };
}

async function documentOf(xml: string): Promise<PatentDocument> {
  for await (const record of scanRecords(chunksOf(xml), RECORD_ROOTS)) {
    const decoded = decodeRecord(record);
    if (decoded.kind === "document") return decoded.document;
  }
  throw new Error("no document");
}

async function* chunksOf(xml: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(xml);
}
