import { compactDate } from "#adapters/runtime/sandbox/world/calendar.ts";
import type { WorldLegalEvent } from "#adapters/runtime/sandbox/world/types.ts";
import { type Element, element } from "./element.ts";
import type { SandboxPublication } from "./publication.ts";

/** Description and influence flag as in the EPO's list of legal event codes (week 17 of 2024); PP01's "+" is no slip of ours. */
const CN_EVENTS: Readonly<Record<string, readonly [influence: string, description: string]>> = {
  PB01: [" ", "PUBLICATION"],
  SE01: [" ", "ENTRY INTO FORCE OF REQUEST FOR SUBSTANTIVE EXAMINATION"],
  GR01: ["+", "PATENT GRANT"],
  RJ01: ["-", "REJECTION OF INVENTION PATENT APPLICATION AFTER PUBLICATION"],
  WD01: ["-", "INVENTION PATENT APPLICATION DEEMED WITHDRAWN AFTER PUBLICATION"],
  CF01: ["-", "TERMINATION OF PATENT RIGHT DUE TO NON-PAYMENT OF ANNUAL FEE"],
  CX01: ["-", "EXPIRY OF PATENT TERM"],
  AR01: [" ", "ABANDONMENT OF PATENT RIGHT TO AVOID DOUBLE PATENTING"],
  TR01: [" ", "TRANSFER OF PATENT RIGHT"],
  PE01: [" ", "ENTRY INTO FORCE OF THE REGISTRATION OF THE CONTRACT FOR PLEDGE OF PATENT RIGHT"],
  PC01: [" ", "CANCELLATION OF THE REGISTRATION OF THE CONTRACT FOR PLEDGE OF PATENT RIGHT"],
  EE01: [" ", "ENTRY INTO FORCE OF RECORDATION OF PATENT LICENSING CONTRACT"],
  OL01: [" ", "INTENTION TO LICENSE DECLARED"],
  PP01: ["+", "PRESERVATION OF PATENT RIGHT"],
  IP01: ["-", "PARTIAL INVALIDATION OF PATENT RIGHT"],
};

/** The `ops:legal` elements of one publication: only the first of its application has any. */
export function legalElements(member: SandboxPublication): readonly Element[] {
  if (!member.isFirst) return [];
  if (member.publication.office === "CN") return member.patent.legalEvents.map((event) => chineseEvent(event, member));
  return member.publication.office === "EP" ? europeanEvents(member) : [];
}

function chineseEvent({ code, name, date, items }: WorldLegalEvent, { application }: SandboxPublication): Element {
  const [influence, description] = CN_EVENTS[code] ?? [" ", name];
  const effective = items.find(([label]) => label === "登记生效日" || label === "终止日期" || label === "生效日")?.[1];
  return legal(
    { code, description, influence, date, number: application.number, office: "CN", kind: application.kind },
    effective === undefined ? [] : [element("ops:L525EP", { desc: "Effective DATE" }, compactDate(effective))],
  );
}

/** Events of the European phase, one of them about another country. */
function europeanEvents({ publication, application }: SandboxPublication): readonly Element[] {
  const common = { date: publication.date, number: application.number, office: "EP", kind: application.kind };
  return [
    legal({ ...common, code: "AK", description: "DESIGNATED CONTRACTING STATES", influence: "+" }, [
      element("ops:L507EP", { desc: "Designated State(s)" }, "AT BE DE ES FR GB IT NL SE"),
    ]),
    legal({ ...common, code: "17P", description: "REQUEST FOR EXAMINATION FILED", influence: "+" }, [
      element("ops:L525EP", { desc: "Effective DATE" }, compactDate(publication.date)),
    ]),
    legal({ ...common, code: "REG", description: "REFERENCE TO A NATIONAL CODE", influence: " " }, [
      element("ops:L501EP", { desc: "Ref Country Code" }, "DE"),
      element("ops:L502EP", { desc: "Ref Legal Event Code" }, "R079"),
    ]),
  ];
}

interface EventFields {
  readonly code: string;
  readonly description: string;
  readonly influence: string;
  readonly date: string;
  readonly number: string;
  readonly office: string;
  readonly kind: string;
}

/** Codes are padded to four characters, numbers to the left, and a fixed-width line repeats the whole. */
function legal(event: EventFields, particulars: readonly Element[]): Element {
  const { code, description, influence, date, number, office, kind } = event;
  const line = `${office}${number.padStart(12)}${kind.padEnd(2)} ${date}${code.padEnd(4)}${influence}${description}`;
  return element(
    "ops:legal",
    { code: code.padEnd(4), desc: description, infl: influence, dateMigr: "00010101" },
    element("ops:pre", { line: "00001" }, line),
    element("ops:L001EP", { desc: "Country Code" }, office),
    element("ops:L002EP", { desc: "Filing / Published Document" }, "F"),
    element("ops:L003EP", { desc: "Document Number" }, number.padStart(12)),
    element("ops:L004EP", { desc: "Kind Code" }, kind.padEnd(2)),
    element("ops:L005EP", { desc: "IPR Type" }, "PI"),
    element("ops:L007EP", { desc: "Gazette DATE" }, date),
    element("ops:L008EP", { desc: "Legal Event Code 1" }, code),
    element("ops:L018EP", { desc: "DATE last exchanged" }, "0001-01-01"),
    particulars.length === 0 ? null : element("ops:L500EP", {}, ...particulars),
  );
}
