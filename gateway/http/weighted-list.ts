/** One member of a list with quality values (RFC 9110, 12.4.2): `text/html;level=1;q=0.5`. */
export interface Weighted {
  /** Lower case, without parameters. */
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** 0 to 1; 0 means "not this". */
  readonly weight: number;
}

const MAX_MEMBERS = 32;

/** The members of an `Accept…` header, best first, ties in the order written. Malformed weights count as 0. */
export function readWeightedList(header: string): readonly Weighted[] {
  return header
    .split(",", MAX_MEMBERS)
    .map(readMember)
    .filter(({ value }) => value !== "")
    .sort((a, b) => b.weight - a.weight);
}

function readMember(member: string): Weighted {
  const [value = "", ...rest] = member.split(";").map((part) => part.trim().toLowerCase());
  const parameters = new Map(rest.map(readParameter));
  const weight = parameters.get("q");
  parameters.delete("q");
  return { value, parameters, weight: weight === undefined ? 1 : readWeight(weight) };
}

function readParameter(text: string): readonly [string, string] {
  const [name = "", value = ""] = text.split("=", 2).map((part) => part.trim());
  return [name, value.replace(/^"(.*)"$/, "$1")];
}

function readWeight(text: string): number {
  return /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(text) ? Number(text) : 0;
}
