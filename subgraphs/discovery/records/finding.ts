import type { Bilingual } from "#schema/ids/parsed.ts";
import type { OfferFacts, PatentFacts } from "./facts.ts";

export type Bearing = "SUPPORTS" | "CONTRADICTS" | "UNSETTLED" | "NOTE";

/** Behind the GraphQL type RegisterFinding. */
export interface Finding {
  readonly code: string;
  readonly bearing: Bearing;
  readonly message: Bilingual;
  readonly source: string | Bilingual;
  readonly knownThrough: string | null;
}

/** Behind the GraphQL type RegisterCheck. */
export interface RegisterCheck {
  readonly verdict: "CONSISTENT" | "CONFLICT" | "UNKNOWN";
  readonly findings: readonly Finding[];
}

/** What a rule finds; the source and the day are the register's. */
export type Found = Pick<Finding, "code" | "bearing" | "message">;

/** An offer of a patent and what the register knows of that patent. */
export interface OfferCase {
  readonly offer: OfferFacts;
  readonly register: PatentFacts;
}

/** One rule: what it finds, nothing where it has nothing to say. */
export type OfferRule = (offered: OfferCase) => readonly Found[];

export function found(bearing: Bearing, code: string, zh: string, en: string): Found {
  return { code, bearing, message: { zh, en } };
}

const WEIGHT: readonly Bearing[] = ["CONTRADICTS", "UNSETTLED", "SUPPORTS", "NOTE"];

/** One contradiction is a conflict; without any, all is consistent only where something supports it and nothing is left open. */
export function toCheck(findings: readonly Finding[]): RegisterCheck {
  const has = (bearing: Bearing) => findings.some((finding) => finding.bearing === bearing);
  const isConsistent = has("SUPPORTS") && !has("UNSETTLED");
  const verdict = has("CONTRADICTS") ? "CONFLICT" : isConsistent ? "CONSISTENT" : "UNKNOWN";
  return { verdict, findings: findings.toSorted((a, b) => WEIGHT.indexOf(a.bearing) - WEIGHT.indexOf(b.bearing)) };
}

/** Modes in which the right itself passes to another. */
export function passesRight({ mode }: OfferFacts): boolean {
  return mode?.code === "ASSIGNMENT" || mode?.code === "EQUITY";
}

export function isOpenLicence({ mode }: OfferFacts): boolean {
  return mode?.code === "OPEN_LICENSE";
}
