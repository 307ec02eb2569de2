import { maskContacts } from "#schema/codes/mask.ts";
import { splitPartyNames } from "#schema/codes/party-names.ts";
import { splitOutsideBrackets } from "#schema/ids/split-list.ts";
import { emptyToNull } from "#schema/ids/text.ts";
import { parseUscc } from "#schema/ids/uscc.ts";
import type { MappedParty } from "./mapped-record.ts";
import { good, NOTHING, type Normalised, type NormaliserFactory, shown } from "./normaliser.ts";

const MOST_PARTIES = 50;
const LONGEST_NAME = 500;

/** A party: its name as printed, and its credit code from the path `uscc`, or where the text itself is one. */
export const party: NormaliserFactory =
  () =>
  ({ texts: [name = ""], usccs: [uscc = ""] }) => {
    const read = toParty(name, uscc);
    return read.value === null
      ? { ...NOTHING, problems: read.problems }
      : { value: read.value, problems: read.problems };
  };

/** Several: a list, or names in one text. */
export const parties: NormaliserFactory =
  ({ separator }) =>
  ({ texts, usccs }) => {
    const [first = ""] = texts;
    const names =
      texts.length > 1 ? texts : separator === null ? splitPartyNames(first) : splitOutsideBrackets(first, separator);
    // Codes belong to the names only where there is one for each.
    const codes = usccs.length === 1 && names.length > 1 ? (usccs[0] ?? "").split(/[,，;；、|]/) : usccs;
    const read = names
      .slice(0, MOST_PARTIES)
      .map((name, index) => toParty(name, codes.length === names.length ? (codes[index] ?? "") : ""));
    const problems = read.flatMap((one) => one.problems);
    return { value: read.flatMap((one) => one.value ?? []), problems };
  };

interface ReadParty {
  readonly value: MappedParty | null;
  readonly problems: Normalised["problems"];
}

function toParty(printed: string, uscc: string): ReadParty {
  const name = emptyToNull(printed.replace(/[\s\u3000]+/g, " "))?.slice(0, LONGEST_NAME) ?? null;
  const code = emptyToNull(uscc);
  if (code === null && name !== null && /^[0-9A-Za-z０-９]{18}$/.test(name)) return ofCode(name);
  if (code === null) return { value: name === null ? null : { name: maskContacts(name), uscc: null }, problems: [] };
  const parsed = parseUscc(code);
  const value = { name: name === null ? null : maskContacts(name), uscc: parsed.ok ? parsed.value : null };
  if (parsed.ok) return { value, problems: [] };
  const problem = {
    severity: "warning",
    code: "PARTY_CODE_REFUSED",
    message: parsed.problem.message,
    raw: shown(code),
  };
  return { value: name === null ? null : value, problems: [problem as Normalised["problems"][number]] };
}

function ofCode(text: string): ReadParty {
  const parsed = parseUscc(text);
  const value: MappedParty = parsed.ok ? { name: null, uscc: parsed.value } : { name: text, uscc: null };
  return { value: good(value).value as MappedParty, problems: [] };
}
