import { escapeXml, tag } from "#adapters/cnipa-bulk/generate/xml-text.ts";
import { parseApplicationNumber, toStandardNumber } from "#schema/ids/application-number.ts";
import { createRandom, noun, pick, type Random, sentencesOf } from "./gazette-words.ts";

const SENTENCES = 6_000;
const SECTIONS = [
  ["business:TechnicalField", "technical-field001", 1],
  ["business:BackgroundArt", "background-art001", 6],
  ["business:Disclosure", "disclosure001", 24],
  ["business:DrawingsDescription", "description-of-drawings001", 8],
  ["business:InventionMode", "mode-for-invention001", 70],
] as const;
const IPC = ["G06F", "H04L", "G06Q", "C09J", "A61K", "B65G", "H01M", "G01N", "E04B", "F16K", "G02B", "B23K"] as const;
const PLACES = [
  ["四川省", "成都市", "高新区", "610000"],
  ["四川省", "绵阳市", "涪城区", "621000"],
  ["重庆市", "0", "渝北区", "401120"],
  ["浙江省", "杭州市", "萧山区", "311200"],
  ["广东省", "深圳市", "南山区", "518000"],
  ["北京市", "0", "海淀区", "100080"],
] as const;
const SURNAMES = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "欧阳"] as const;
const GIVEN = ["样本", "示例", "测试", "明", "芳", "伟", "静", "建国", "雨桐", "思远"] as const;

export const FEED_HEAD =
  '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n<business:Documents xmlns:base="http://www.sipo.gov.cn/XMLSchema/base" xmlns:business="http://www.sipo.gov.cn/XMLSchema/business" xmlns:tbl="http://oasis-open.org/specs/soextblx">\n';
export const FEED_TAIL = "</business:Documents>\n";

/**
 * Writes invented documents in the build of the real standard-format files (parts of addresses as zeros, IPC split and
 * spaced, paragraphs with ids and numbers, tables, figures, citations in grants): 60 to 120 KB each, some shorter.
 */
export class GazetteWriter {
  readonly #random: Random;
  readonly #sentences: readonly string[];

  constructor(seed: number) {
    this.#random = createRandom(seed);
    this.#sentences = sentencesOf(this.#random, SENTENCES);
  }

  /** The `serial`-th document, an XML element. Every third is the grant of the application before it. */
  document(serial: number): string {
    const kind = serial % 3 === 2 ? "B" : "A";
    const application = applicationOf(kind === "B" ? serial - 1 : serial);
    const title = `一种${noun(this.#random)}${noun(this.#random)}及其${noun(this.#random)}`;
    const date = kind === "A" ? "20231107" : "20241105";
    return `<business:PatentDocumentAndRelated xsdVersion="V2.2.1" file="CN${application.standard}.XML" dateProduced="${date}" status="C" lang="zh" country="CN" docNumber="${application.publication}" kind="${kind}" datePublication="${date}">
  <business:BibliographicData>
${this.#bibliography(application, title, kind, date)}
  </business:BibliographicData>
  <business:Abstract dataFormat="original" lang="zh" sourceDB="national office" processingType="original" creator="03">
    <base:Paragraphs num="0001">${this.#text(3)}</base:Paragraphs>
    <business:AbstractFigure>
      <base:Figure num="0001">
        <base:Image he="430" wi="1000" file="${application.original.slice(0, 12)}.JPG" imgContent="undefined" imgFormat="JPEG" />
      </base:Figure>
    </business:AbstractFigure>
  </business:Abstract>
  <business:Description lang="zh" dataFormat="original" sourceDB="national office" creator="03">
    <business:InventionTitle id="title1">${title}</business:InventionTitle>
${this.#description()}
  </business:Description>
${this.#drawings()}
  <business:Claims lang="zh" dataFormat="original" sourceDB="national office" creator="03">
${this.#claims()}
  </business:Claims>
</business:PatentDocumentAndRelated>
`;
  }

  #bibliography(application: Application, title: string, kind: string, date: string): string {
    return [
      ...["original", "standard"].map((format) => publicationReference(format, application.publication, kind, date)),
      `<business:PublicAvailabilityDate><business:GazetteReference><business:GazetteNumber>39-4502</business:GazetteNumber><base:Date>${date}</base:Date></business:GazetteReference></business:PublicAvailabilityDate>`,
      applicationReference("original", application.original),
      applicationReference("standard", application.standard),
      this.#classifications(),
      `<business:InventionTitle lang="zh" dataFormat="original" sourceDB="national office" processingType="original" creator="03">${title}</business:InventionTitle>`,
      this.#parties(),
      kind === "B" ? this.#citations() : "",
    ].join("\n");
  }

  #classifications(): string {
    const items = Array.from({ length: 1 + this.#random.below(6) }, (_, index) => {
      const subclass = pick(this.#random, IPC);
      const [group, subgroup] = [`${1 + this.#random.below(99)}`, `${this.#random.below(90) + 10}`];
      return `<business:ClassificationIPCR sequence="${index + 1}">
        <business:IPCVersionDate>20060101</business:IPCVersionDate>
        <business:Section>${subclass[0]}</business:Section>
        <business:MainClass>${subclass.slice(1, 3)}</business:MainClass>
        <business:Subclass>${subclass[3]}</business:Subclass>
        <business:MainGroup>${group}</business:MainGroup>
        <business:Subgroup>${subgroup}</business:Subgroup>
        <business:GeneratingOffice>
          <base:WIPOST3Code>CN</base:WIPOST3Code>
        </business:GeneratingOffice>
        <business:ClassificationDataSource>H</business:ClassificationDataSource>
        <base:Text>${subclass}${group.padStart(5)}/${subgroup.padEnd(6)}(2006.01)</base:Text>
      </business:ClassificationIPCR>`;
    });
    return `<business:ClassificationIPCRDetails creator="03" processingType="original">${items.join("\n")}</business:ClassificationIPCRDetails>`;
  }

  #parties(): string {
    const applicants = Array.from({ length: 1 + this.#random.below(2) }, (_, index) => this.#applicant(index + 1));
    const inventors = Array.from(
      { length: 2 + this.#random.below(7) },
      (
        _,
        index,
      ) => `<business:Inventor sequence="${index + 1}" dataFormat="original" sourceDB="national office" lang="zh" publicationMark="0" creator="03" processingType="original">
          <base:AddressBook lang="zh">
            <base:Name>${this.#person()}</base:Name>
          </base:AddressBook>
        </business:Inventor>`,
    );
    return `<business:Parties>
      <business:ApplicantDetails representative="1">
        ${applicants.join("\n")}
      </business:ApplicantDetails>
      <business:InventorDetails>
        ${inventors.join("\n")}
      </business:InventorDetails>
      <business:AgentDetails>
        <business:CustomerNumber>51${200 + this.#random.below(60)}</business:CustomerNumber>
        <business:Agent sequence="1" lang="zh" dataFormat="original" sourceDB="national office" repType="agent" processingType="original" creator="03">
          <business:Agency>
            <base:AddressBook lang="zh">
              <base:OrganizationName>成都${noun(this.#random)}专利代理事务所(普通合伙) 51${200 + this.#random.below(60)}</base:OrganizationName>
            </base:AddressBook>
          </business:Agency>
          <base:AddressBook lang="zh">
            <base:Name>${this.#person()}</base:Name>
          </base:AddressBook>
        </business:Agent>
      </business:AgentDetails>
    </business:Parties>`;
  }

  #applicant(sequence: number): string {
    const [province, city, county, postCode] = pick(this.#random, PLACES);
    const printed = `${province}${city === "0" ? "" : city}${county}${noun(this.#random)}路${1 + this.#random.below(999)}号`;
    const zeros = "AddressLine AddressMailCode PostBox AddressRoom AddressFloor AddressBuilding Street AddressCity"
      .split(" ")
      .map((name) => `<base:${name}>0</base:${name}>`)
      .join("\n              ");
    return `<business:Applicant sequence="${sequence}" appType="applicant" dataFormat="original" sourceDB="national office" lang="zh" creator="03" processingType="original">
          <base:AddressBook lang="zh">
            <base:Name>${city === "0" ? province.slice(0, 2) : city.slice(0, 2)}${noun(this.#random)}${noun(this.#random)}科技有限公司</base:Name>
            <base:Address>
              ${zeros}
              <base:County>${county}</base:County>
              <base:City>${city}</base:City>
              <base:Province>${province}</base:Province>
              <base:PostCode>${postCode}</base:PostCode>
              <base:WIPOST3Code>CN</base:WIPOST3Code>
              <base:Text>${postCode} ${printed}</base:Text>
            </base:Address>
          </base:AddressBook>
          <business:OrganizationCode createDate="00000000" creator="00">0000000000</business:OrganizationCode>
        </business:Applicant>`;
  }

  #person(): string {
    return `${pick(this.#random, SURNAMES)}${pick(this.#random, GIVEN)}`;
  }

  #citations(): string {
    const items = Array.from({ length: 3 + this.#random.below(5) }, () => {
      const number = `${100_000_000 + this.#random.below(20_000_000)}`;
      return `<business:Citation><business:ApplicationCitation>${publicationReference("original", number, "A", "20190604")}</business:ApplicationCitation></business:Citation>`;
    });
    return `<business:ReferencesCited>${items.join("\n")}</business:ReferencesCited>`;
  }

  #description(): string {
    let number = 0;
    const scale = 2 + this.#random.below(7);
    const sections = SECTIONS.map(([name, id, paragraphs]) => {
      const texts = Array.from({ length: Math.ceil((paragraphs * scale) / 6) }, () => {
        number += 1;
        return `      <base:Paragraphs id="p${String(number).padStart(4, "0")}" num="n${String(number).padStart(4, "0")}">${this.#paragraph()}</base:Paragraphs>`;
      });
      return `    <${name} id="${id}">\n${texts.join("\n")}\n    </${name}>`;
    });
    return sections.join("\n");
  }

  #paragraph(): string {
    const kind = this.#random.below(40);
    if (kind === 0) return this.#table();
    const text = this.#text(2 + this.#random.below(6));
    return kind < 4
      ? `${text}其中，CO<base:Sub>2</base:Sub>的用量为10<base:Sup>3</base:Sup>级。${this.#text(1)}`
      : text;
  }

  #table(): string {
    const rows = Array.from({ length: 3 + this.#random.below(6) }, () => {
      const cells = Array.from({ length: 3 }, () => `<tbl:entry morerows="1">${noun(this.#random)}</tbl:entry>`);
      return `<tbl:row>\n${cells.join("\n")}\n</tbl:row>`;
    });
    return `<base:TableDetails num="0001"><base:Table><base:Title /><tbl:tgroup cols="3"><tbl:colspec colname="c001" colwidth="33%" /><tbl:tbody>${rows.join("\n")}</tbl:tbody></tbl:tgroup></base:Table></base:TableDetails>`;
  }

  #drawings(): string {
    const figures = Array.from(
      { length: 2 + this.#random.below(12) },
      (
        _,
        index,
      ) => `    <base:Figure id="f${index + 1}" num="${String(index + 1).padStart(4, "0")}" figureLabels="图${index + 1}">
      <base:Image id="if${index + 1}" he="700" wi="900" file="HDA00035660250900000${index + 10}.JPG" imgContent="drawing" imgFormat="JPEG" orientation="portrait" inline="no" />
    </base:Figure>`,
    );
    return `  <business:Drawings lang="zh" sourceDB="national office">\n${figures.join("\n")}\n  </business:Drawings>`;
  }

  #claims(): string {
    const items = Array.from({ length: 6 + this.#random.below(8) }, (_, index) => {
      const number = index + 1;
      const opening =
        index === 0
          ? `一种${noun(this.#random)}，其特征在于，包括：`
          : `根据权利要求${1 + this.#random.below(index)}所述的${noun(this.#random)}，其特征在于，`;
      return `    <business:Claim id="cl${number}" num="${String(number).padStart(4, "0")}">
      <business:ClaimText>${number}.${opening}${this.#text(2 + this.#random.below(4))}</business:ClaimText>
    </business:Claim>`;
    });
    return items.join("\n");
  }

  #text(sentences: number): string {
    let text = "";
    for (let index = 0; index < sentences; index += 1) text += pick(this.#random, this.#sentences);
    return escapeXml(text);
  }
}

interface Application {
  readonly original: string;
  readonly standard: string;
  readonly publication: string;
}

function applicationOf(serial: number): Application {
  const parsed = parseApplicationNumber(`20231${String(1_000_000 + serial)}`);
  if (!parsed.ok) throw new RangeError(`no application number for ${serial}`);
  return {
    original: parsed.value.slice(2),
    standard: toStandardNumber(parsed.value),
    publication: `${116_000_000 + serial}`,
  };
}

function publicationReference(format: string, number: string, kind: string, date: string): string {
  return `<business:PublicationReference dataFormat="${format}" sequence="1" sourceDB="national office">
      <base:DocumentID>
        ${tag("base:WIPOST3Code", "CN")}
        ${tag("base:DocNumber", number)}
        ${tag("base:Kind", kind)}
        ${tag("base:Date", date)}
      </base:DocumentID>
    </business:PublicationReference>`;
}

function applicationReference(format: string, number: string): string {
  return `<business:ApplicationReference applType="10" dataFormat="${format}" sequence="1" sourceDB="national office">
      <base:DocumentID>
        ${tag("base:WIPOST3Code", "CN")}
        ${tag("base:DocNumber", number)}
        ${tag("base:Date", "20230418")}
      </base:DocumentID>
    </business:ApplicationReference>`;
}
