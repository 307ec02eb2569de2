import type { LegalEvent } from "#adapters/cnipa-bulk/patent-record.ts";
import { parseChineseDateRange } from "#schema/codes/dates.ts";
import type { LegalEventKind } from "#schema/codes/legal-events.ts";
import { maskContacts } from "#schema/codes/mask.ts";
import { dayOf, namesOf, textUnder } from "./event-items.ts";
import { kindOfEvent } from "./event-kind.ts";

/** What entries of licences, pledges, open licences and preservations have in common: a beginning, its change or its end. */
interface Dealing {
  readonly kind: LegalEventKind;
  /** The day of registration, change or end that the entry prints, else the gazette's. */
  readonly effectiveDate: string;
}

/** 独占 / 排他 / 普通. */
type LicenceKind = "EXCLUSIVE" | "SOLE" | "ORDINARY";

export interface Licence extends Dealing {
  readonly recordNumber: string | null;
  readonly licensors: readonly string[];
  readonly licensees: readonly string[];
  readonly licenceKind: { readonly code: LicenceKind | null; readonly raw: string } | null;
  readonly termText: string | null;
  readonly termEndDate: string | null;
}

export interface Pledge extends Dealing {
  readonly registrationNumber: string | null;
  readonly pledgors: readonly string[];
  readonly pledgees: readonly string[];
}

export interface OpenLicence extends Dealing {
  readonly declarationNumber: string | null;
  readonly owners: readonly string[];
  readonly feeText: string | null;
  readonly termText: string | null;
  readonly termEndDate: string | null;
  /** Telephone numbers and addresses of mail are masked. */
  readonly contact: string | null;
}

const BEGAN = /(?:备案|登记|生效|声明)日/;
const CHANGED = /变更(?:生效)?日/;
const ENDED = /(?:解除|注销|撤回)(?:登记)?(?:生效)?日|^生效日/;

/** Recordation of a licence (许可合同备案). */
export function licenceOf(event: LegalEvent): Licence | null {
  const dealing = dealingOf(event, ["LICENCE", "LICENCE_CHANGED", "LICENCE_CANCELLED"]);
  if (dealing === null) return null;
  return {
    ...dealing,
    recordNumber: textUnder(event, /备案(?:登记)?号$/),
    licensors: namesOf(event, /^(?:许可人|许可方|让与人|让与方)$/),
    licensees: namesOf(event, /^(?:被许可人|被许可方|受让人|受让方)$/),
    licenceKind: licenceKindOf(textUnder(event, /许可(?:种类|方式|类型|类别)/)),
    ...termOf(event, /(?:许可|合同)(?:的)?(?:期限|履行期限|有效期)/),
  };
}

/** Registration of a pledge (质押登记). */
export function pledgeOf(event: LegalEvent): Pledge | null {
  const dealing = dealingOf(event, ["PLEDGE", "PLEDGE_CHANGED", "PLEDGE_CANCELLED"]);
  if (dealing === null) return null;
  return {
    ...dealing,
    registrationNumber: textUnder(event, /登记号$/),
    pledgors: namesOf(event, /^出质人$/),
    pledgees: namesOf(event, /^质权人$/),
  };
}

/** Declaration of an open licence (开放许可声明). */
export function openLicenceOf(event: LegalEvent): OpenLicence | null {
  const dealing = dealingOf(event, ["OPEN_LICENCE", "OPEN_LICENCE_WITHDRAWN"]);
  if (dealing === null) return null;
  const contact = textUnder(event, /联系/);
  return {
    ...dealing,
    declarationNumber: textUnder(event, /声明(?:编)?号/),
    owners: namesOf(event, /^(?:共同)?专利权人$/),
    feeText: textUnder(event, /使用费/),
    ...termOf(event, /许可(?:期限|有效期)/),
    contact: contact === null ? null : maskContacts(`联系电话：${contact}`).replace(/^联系电话：/, ""),
  };
}

/** Preservation by a court (保全) and its release. */
export function preservationOf(event: LegalEvent): Dealing | null {
  return dealingOf(event, ["PRESERVATION", "PRESERVATION_RELEASED"]);
}

function dealingOf(event: LegalEvent, kinds: readonly LegalEventKind[]): Dealing | null {
  const kind = kindOfEvent(event);
  if (!kinds.includes(kind)) return null;
  const label = /CANCELLED|WITHDRAWN|RELEASED/.test(kind) ? ENDED : kind.endsWith("CHANGED") ? CHANGED : BEGAN;
  return { kind, effectiveDate: dayOf(event, label) ?? event.date };
}

function licenceKindOf(raw: string | null): Licence["licenceKind"] {
  if (raw === null) return null;
  const code = /独占/.test(raw) ? "EXCLUSIVE" : /排他|独家/.test(raw) ? "SOLE" : /普通/.test(raw) ? "ORDINARY" : null;
  return { code, raw };
}

function termOf(event: LegalEvent, label: RegExp): Pick<Licence, "termText" | "termEndDate"> {
  const termText = textUnder(event, label);
  return { termText, termEndDate: termText === null ? null : (parseChineseDateRange(termText)?.to ?? null) };
}
