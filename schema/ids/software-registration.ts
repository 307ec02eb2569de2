import type { Branded } from "./branded.ts";
import type { Parsed } from "./parsed.ts";
import { refuse, refuseForm, refuseUnreadable } from "./refuse.ts";
import { compactText } from "./text.ts";

/** Registration number of computer software (计算机软件著作权登记号): `2016SR309930`, since about 2018 `2023SR0123456`. */
export type SoftwareRegistrationNumber = Branded<"SoftwareRegistrationNumber">;

const NAME = { zh: "软件著作权登记号", en: "software registration number" };
const FORM = "2023SR0123456";

/** Any case and width, blanks or not. A certificate number (软著登字第…号) is another serial and refused as such. */
export function parseSoftwareRegistrationNumber(text: string): Parsed<SoftwareRegistrationNumber> {
  const unreadable = refuseUnreadable(text, NAME);
  if (unreadable) return unreadable;
  const compact = compactText(text).replace(/-/g, "");
  if (/^(?:19|20)\d{2}SR\d{6,7}$/.test(compact)) return { ok: true, value: compact as SoftwareRegistrationNumber };
  if (!compact.startsWith("软著登字")) return refuseForm(NAME, FORM);
  return refuse(
    "INVALID_FORMAT",
    {
      zh: `这是证书号，不是登记号；登记号应形如 ${FORM}`,
      en: `This is the number of the certificate, not of the registration, which looks like ${FORM}`,
    },
    { expected: FORM },
  );
}
