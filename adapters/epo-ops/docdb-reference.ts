/** How a caller names a publication or application. Without a kind every publication of that number is meant. */
export interface DocdbReference {
  readonly office: string;
  readonly number: string;
  readonly kind?: string | undefined;
}

/** By what a number names: a publication or an application. */
export type ReferenceType = "publication" | "application";

export interface TypedReference {
  readonly type: ReferenceType;
  readonly reference: DocdbReference;
}

/** The form in which OPS is asked: DOCDB wants a kind, EPODOC does without. */
export type ReferenceFormat = "docdb" | "epodoc";

export function formatOf(reference: DocdbReference): ReferenceFormat {
  return reference.kind === undefined ? "epodoc" : "docdb";
}

/** True for what OPS can be asked at all; anything else exists nowhere and would spoil a whole bulk request. */
export function isAskable(reference: DocdbReference): boolean {
  return (
    /^[A-Z]{2}$/.test(reference.office) &&
    // Separators stand between letters and digits only: "1/../X" would be another address.
    /^(?=.{1,25}$)[A-Z0-9]+(?:[/.,-][A-Z0-9]+)*$/.test(reference.number) &&
    (reference.kind === undefined || /^[A-Z][0-9]?$/.test(reference.kind))
  );
}

/**
 * The input grammar of the OPS reference guide: `EP.1000000.A1` (DOCDB), `EP1000000` (EPODOC). A number with
 * a dot, comma or slash is bracketed, since dots part the components and commas the numbers of a bulk body.
 */
export function toOpsInput(reference: DocdbReference): string {
  const number = /[/.,]/.test(reference.number) ? `(${reference.number})` : reference.number;
  return reference.kind === undefined
    ? `${reference.office}${number}`
    : `${reference.office}.${number}.${reference.kind}`;
}

/** One key for every spelling: leading zeros differ between DOCDB (0680812) and other sources (680812). */
export function toReferenceKey(reference: DocdbReference): string {
  return `${reference.office}.${bare(reference.number)}.${reference.kind ?? "*"}`;
}

export function isSameReference(asked: DocdbReference, found: DocdbReference): boolean {
  return (
    asked.office === found.office &&
    bare(asked.number) === bare(found.number) &&
    (asked.kind === undefined || asked.kind === found.kind)
  );
}

function bare(number: string): string {
  return number.replace(/^0+(?=.)/, "");
}
