import type { LegalEvent, PatentDocument } from "#adapters/cnipa-bulk/patent-record.ts";
import type { AgencyCode } from "#schema/ids/agency-code.ts";
import { type ApplicationNumber, checkCharacter, type PatentType } from "#schema/ids/application-number.ts";
import { makeUscc, type Uscc } from "#schema/ids/uscc.ts";
import { Dice, LEXICON, TRADE_WORDS } from "./vocabulary.ts";

/** Raised when other records come out than before: what is kept of an older version is made anew. */
export const INVENTION_VERSION = 1;

export interface InventedPatent {
  readonly document: PatentDocument;
  readonly legalEvents: readonly LegalEvent[];
}

const REGIONS =
  "510107 510104 510115 510116 510704 511500 510300 500103 500106 500112 500108 110108 310115 440305 440106 330106 320505 370102 420111 610113".split(
    " ",
  );
const SUBCLASSES =
  "C09J C08L C08K H04L G06F G06N G06T G06Q H01M H02J H02S B60L B60W B25J B23K B23Q B65G F16K F16H A61K A61B C12N C07K A23L A01K A01B E02D E04B E21B C02F B01D B01J C22C C04B H01L H05K H04W G01N G01R G05B".split(
    " ",
  );
const TYPES: readonly PatentType[] = ["INVENTION", "INVENTION", "INVENTION", "UTILITY_MODEL", "UTILITY_MODEL"];
const DIGITS = { INVENTION: 1, UTILITY_MODEL: 2, DESIGN: 3 } as const;
const SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗";
const ORGANIZATIONS = 40_000;
const AGENCIES = 900;
const FIRST_YEAR = 2003;
const YEARS = 23;

/** The record of a serial number: bibliography, abstract and first claim, the same every time. */
export function inventPatent(index: number): InventedPatent {
  const dice = new Dice(index + 1);
  const type = dice.pick(TYPES);
  const filingDate = day(FIRST_YEAR + Math.floor(YEARS * Math.sqrt(dice.next())), dice);
  const published = later(filingDate, 120 + dice.below(420));
  const isGranted = type !== "INVENTION" || dice.next() < 0.55;
  const kind = type === "INVENTION" ? (isGranted ? "B" : "A") : "U";
  const words = topic(dice);
  const body = `${filingDate.slice(0, 4)}${DIGITS[type]}${String(index % 10_000_000).padStart(7, "0")}`;
  return {
    document: {
      applicationNumber: `CN${body}.${checkCharacter(body)}` as ApplicationNumber,
      publication: { office: "CN", number: String(100_000_000 + index), kind, date: published, gazetteNumber: null },
      type,
      isPctNationalPhase: false,
      filingDate,
      ...texts(words, dice),
      ...parties(dice),
      ipc: Array.from(
        { length: 1 + dice.below(3) },
        () =>
          `${SUBCLASSES[dice.rank(SUBCLASSES.length)]}${1 + dice.below(40)}/${String(dice.below(90)).padStart(2, "0")}`,
      ),
      locarno: [],
      priorities: [],
      pct: null,
      parent: null,
      images: [],
      citations: [],
      briefExplanation: null,
      producedDate: published,
      description: [],
    },
    legalEvents: isGranted ? eventsOf(published, dice) : [],
  };
}

function eventsOf(granted: string, dice: Dice): LegalEvent[] {
  const events: LegalEvent[] = [{ code: "GR01", name: "授权", date: granted, items: [] }];
  const end = later(granted, 700 + dice.below(3_000));
  if (dice.next() < 0.3 && end < "2026-01-01") {
    events.push({
      code: "CF01",
      name: "专利权的终止",
      date: end,
      items: [{ label: "终止原因", value: "未缴年费专利权终止" }],
    });
  }
  return events;
}

/** The words that a record is about; they recur in its title, abstract and claim. */
function topic(dice: Dice): readonly string[] {
  const own = Array.from({ length: 14 }, () => LEXICON[dice.rank(LEXICON.length)] ?? "");
  return [...own, ...TRADE_WORDS.flatMap(([word, share]) => (dice.next() < share ? [word] : []))];
}

function texts(words: readonly string[], dice: Dice) {
  const word = () => dice.pick(words);
  const object = `${word()}${word()}${dice.pick(["装置", "方法", "组件", "机构", "模块", "组合物", "平台", "单元"])}`;
  const title = `一种${word()}的${object}`;
  const sentence = () =>
    dice.pick([
      `所述${word()}与${word()}相连，${word()}设置在${word()}的${dice.pick(["一侧", "上端", "内部", "表面"])}`,
      `通过${word()}对${word()}进行${word()}，得到${word()}和${word()}`,
      `将${word()}输入${word()}，并根据${word()}确定${word()}的${word()}`,
      `${word()}为${word()}、${word()}或者${word()}中的至少一种`,
    ]);
  const sentences = (count: number) => Array.from({ length: count }, sentence).join("；");
  return {
    title,
    titleEn: null,
    abstract: `本发明公开了${title}，属于${word()}技术领域，包括${word()}、${word()}以及${word()}；${sentences(3 + dice.below(3))}，有利于提高${word()}，解决了现有技术中${word()}的问题。`,
    claims: [
      {
        number: 1,
        text: `1.${title}，其特征在于，包括${word()}、${word()}和${word()}，${sentences(3 + dice.below(4))}。`,
        independent: true,
        dependsOn: [],
      },
    ],
  };
}

function parties(dice: Dice) {
  const organization = dice.rank(ORGANIZATIONS);
  const others = dice.next() < 0.15 ? [dice.rank(ORGANIZATIONS)] : [];
  const person = () => `${SURNAMES[dice.below(SURNAMES.length)]}${(LEXICON[dice.below(2_000)] ?? "").slice(0, 2)}`;
  const agency = dice.rank(AGENCIES);
  return {
    applicants: [organization, ...others].map((number, index) => applicant(number, index + 1)),
    inventors: Array.from({ length: 1 + dice.below(4) }, (_, index) => ({
      name: person(),
      sequence: index + 1,
      withheld: false,
    })),
    agency:
      dice.next() < 0.75
        ? {
            code: String(11_000 + (agency % 40) * 1_000 + agency) as AgencyCode,
            name: `${LEXICON[agency]}专利代理事务所`,
          }
        : null,
    agents: [person()],
  };
}

function applicant(number: number, sequence: number) {
  const regionCode = REGIONS[number % REGIONS.length] ?? null;
  const kind = ["科技有限公司", "智能装备有限公司", "新材料有限公司", "大学", "研究院"][number % 5];
  return {
    name: `${LEXICON[number]}${kind}`,
    sequence,
    address: null,
    postCode: null,
    regionCode,
    officeCode: "CN",
    uscc: usccOf(number),
  };
}

function usccOf(number: number): Uscc {
  return makeUscc("91510100", String(number).padStart(8, "0"));
}

function day(year: number, dice: Dice): string {
  return `${year}-${String(1 + dice.below(12)).padStart(2, "0")}-${String(1 + dice.below(28)).padStart(2, "0")}`;
}

function later(from: string, days: number): string {
  return new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);
}
