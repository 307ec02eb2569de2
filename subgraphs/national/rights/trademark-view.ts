import type { TrademarkClassRecord, TrademarkRecord } from "#adapters/national-registers/records.ts";
import { type TrademarkFlow, type TrademarkStatusCode, trademarkStateOf } from "#schema/codes/trademark-status.ts";
import { isMadrid } from "#schema/ids/trademark-number.ts";
import { trademarkTermEnd } from "#schema/rules/other-right-terms.ts";
import type { ApplicantView } from "#subgraphs/national/patent/patent-view.ts";
import {
  type AbsenceView,
  absentUnless,
  applicantsOf,
  type EntryOf,
  NOT_IN_SOURCE,
  type ReasonView,
  type RightView,
  toRightView,
} from "./right-view.ts";

/** What stands behind the GraphQL type Trademark. */
export interface TrademarkView extends RightView {
  readonly number: string;
  readonly trademarkKind: TrademarkRecord["kind"];
  readonly isMadrid: boolean;
  readonly applicants: readonly ApplicantView[];
  readonly agencyName: string | null;
  readonly filingDate: string | null;
  readonly preliminaryPublicationDate: string | null;
  readonly registrationDate: string | null;
  readonly validUntil: string | null;
  readonly classes: readonly TrademarkClassView[];
  readonly warnings: readonly ReasonView[];
}

interface TrademarkClassView {
  readonly niceClass: number;
  readonly status: { readonly code: TrademarkStatusCode; readonly raw: string | null };
  readonly statusDate: string | null;
  readonly goods: TrademarkClassRecord["goods"];
  readonly flows: readonly TrademarkFlow[];
  readonly sourceCodes: readonly string[];
}

/** States before any registration, and those that it has left behind. */
const UNREGISTERED: ReadonlySet<TrademarkStatusCode> = new Set([
  "ACCEPTED",
  "PRELIM_PUBLISHED",
  "REFUSED",
  "REFUSAL_REVIEW",
  "OPPOSED",
  "WITHDRAWN",
]);

export function toTrademarkView(entry: EntryOf<TrademarkRecord>): TrademarkView {
  const mark = entry.value;
  const classes = mark.classes.map(toClass);
  const { number, registrationDate } = mark;
  const term = termOf(mark, classes);
  const isPending = registrationDate === null && classes.length > 0 && classes.every(isUnregistered);
  return {
    ...toRightView(entry, {
      typeName: "Trademark",
      key: number,
      absences: [
        unregistered(registrationDate, "registrationDate", isPending),
        unregistered(term.validUntil, "validUntil", isPending),
      ],
      numbers: [number],
      classes: classes.map(({ niceClass }) => String(niceClass)),
      date: mark.filingDate,
    }),
    number,
    trademarkKind: mark.kind,
    isMadrid: isMadrid(number),
    applicants: applicantsOf(mark),
    agencyName: mark.agencyName,
    filingDate: mark.filingDate,
    preliminaryPublicationDate: mark.preliminaryDate,
    registrationDate,
    ...term,
    classes,
  };
}

function toClass({ niceClass, goods, flows, statusCode, flowCode }: TrademarkClassRecord): TrademarkClassView {
  const { code, raw, date } = trademarkStateOf(flows);
  const sourceCodes = [statusCode, flowCode].filter((one) => one !== null);
  return { niceClass, status: { code, raw }, statusDate: date, goods, flows, sourceCodes };
}

/** The printed term, else ten years from registration; after a renewal only the register knows. */
function termOf(
  { validUntil, registrationDate, number }: TrademarkRecord,
  classes: readonly TrademarkClassView[],
): Pick<TrademarkView, "validUntil" | "warnings"> {
  const isRenewed = classes.some(({ flows }) => flows.some(({ text }) => text.includes("续展")));
  if (validUntil !== null || registrationDate === null || isRenewed || isMadrid(number)) {
    return { validUntil, warnings: [] };
  }
  return { validUntil: trademarkTermEnd(registrationDate), warnings: [RECKONED] };
}

const RECKONED: ReasonView = {
  code: "VALID_UNTIL_RECKONED",
  message: {
    zh: "登记簿未载专用权期限，按注册之日起十年推算",
    en: "The register prints no term; it was reckoned as ten years from registration",
  },
};

function isUnregistered({ status }: TrademarkClassView): boolean {
  return UNREGISTERED.has(status.code);
}

function unregistered(value: string | null, field: string, isPending: boolean): AbsenceView | null {
  return isPending
    ? absentUnless(value, field, "NOT_APPLICABLE", { zh: "尚未核准注册", en: "Not registered" })
    : absentUnless(value, field, "UNKNOWN", NOT_IN_SOURCE);
}
