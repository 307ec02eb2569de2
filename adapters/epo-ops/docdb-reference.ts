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
  const plain = docdbNumberOf(reference);
  const number = /[/.,]/.test(plain) ? `(${plain})` : plain;
  return reference.kind === undefined
    ? `${reference.office}${number}`
    : `${reference.office}.${number}.${reference.kind}`;
}

/** One key for every spelling: leading zeros differ between DOCDB (0680812) and other sources (680812). */
export function toReferenceKey(reference: DocdbReference): string {
  return `${reference.office}.${bare(reference)}.${reference.kind ?? "*"}`;
}

export function isSameReference(asked: DocdbReference, found: DocdbReference): boolean {
  return (
    asked.office === found.office &&
    bare(asked) === bare(found) &&
    (asked.kind === undefined || asked.kind === found.kind)
  );
}

/**
 * US applications are published under the year and seven digits, the first of which DOCDB and EPODOC leave out:
 * US 2012/0057518 A1 is 2012057518 there (seen in recorded families).
 */
export function docdbNumberOf({ office, number }: DocdbReference): string {
  return office === "US" ? number.replace(/^(20\d{2})0(\d{6})$/, "$1$2") : number;
}

function bare(reference: DocdbReference): string {
  return docdbNumberOf(reference).replace(/^0+(?=.)/, "");
}
