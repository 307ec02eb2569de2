import type { RightsSearch } from "#adapters/national-registers/records.ts";
import { expandRegions } from "#schema/codes/regions.ts";
import { parseUscc } from "#schema/ids/uscc.ts";
import { badInput, emptyText, identifierError } from "#subgraphs/runtime/operation-error.ts";
import type { RightKind } from "./right-kinds.ts";

/** Input RightFilter. */
export interface RightFilter {
  readonly party?: string | null;
  readonly regions?: readonly string[] | null;
  readonly numbers?: readonly string[] | null;
  readonly text?: string | null;
}

export type RightCondition = Omit<RightsSearch, "offset" | "limit">;

const MAX_NUMBERS = 50;
/** Longer ones name nobody and nothing. */
const MAX_TEXT = 200;

/** The filter as the registers take it; what is wrong with it is the caller's mistake, by the argument's name. */
export function readRightFilter(
  filter: RightFilter | null | undefined,
  kind: Pick<RightKind, "parse">,
): RightCondition {
  const { party, regions, numbers, text } = filter ?? {};
  return {
    ...(typeof party === "string" ? { party: partyOf(party) } : {}),
    ...(regions ? { regions: codesOf(regions) } : {}),
    ...(numbers ? { numbers: numbersOf(numbers, kind) } : {}),
    ...(typeof text === "string" ? { text: textOf("text", text) } : {}),
  };
}

/** A credit code in canonical form, or a name as given. */
function partyOf(party: string): string {
  const uscc = parseUscc(party);
  if (uscc.ok) return uscc.value;
  const { code, message } = uscc.problem;
  if (code === "CHECK_DIGIT_MISMATCH") throw badInput("party", message.zh, message.en);
  return textOf("party", party);
}

function textOf(argument: string, text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") throw emptyText(argument);
  return trimmed.slice(0, MAX_TEXT);
}

function codesOf(regions: readonly string[]): ReadonlySet<string> {
  const expanded = expandRegions(regions);
  if (expanded.ok) return expanded.value.codes;
  throw badInput("regions", expanded.problem.message.zh, expanded.problem.message.en);
}

function numbersOf(numbers: readonly string[], { parse }: Pick<RightKind, "parse">): readonly string[] {
  if (numbers.length > MAX_NUMBERS) {
    throw badInput("numbers", `一次至多 ${MAX_NUMBERS} 个号码`, `At most ${MAX_NUMBERS} numbers at once`);
  }
  return [...new Set(numbers.map((number) => canonical(number, parse)))];
}

/** Any spelling of a number → its canonical form; INVALID_IDENTIFIER for what is none. */
export function canonical(text: string, parse: RightKind["parse"]): string {
  const parsed = parse(text.slice(0, MAX_TEXT));
  if (parsed.ok) return parsed.value;
  throw identifierError(parsed.problem);
}
