import { z } from "zod";

const FLAG_WORDS: Readonly<Record<string, boolean>> = {
  true: true,
  on: true,
  yes: true,
  "1": true,
  false: false,
  off: false,
  no: false,
  "0": false,
};

/** A yes-or-no setting: true/false, on/off, yes/no, 1/0 (`z.coerce.boolean` would take "false" for true). */
export function flag() {
  return z.preprocess(
    (value) => (typeof value === "string" ? (FLAG_WORDS[value.trim().toLowerCase()] ?? value) : value),
    z.boolean("expected true/false or on/off"),
  );
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** A span of time, in milliseconds: "500ms", "30s", "10min", "24h", "1d"; a bare number is milliseconds. */
export function duration() {
  return z.preprocess(toMilliseconds, z.number("expected a duration such as 500ms, 30s, 10min, 24h").nonnegative());
}

function toMilliseconds(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|min|h|d)?$/.exec(value.trim());
  return match === null ? value : Number(match[1]) * (UNIT_MS[match[2] ?? "ms"] ?? 1);
}

/** An http(s) address without a trailing slash, so that paths can be appended. */
export function httpUrl() {
  return z
    .url({ protocol: /^https?$/, error: "expected an address such as https://portal.example.cn" })
    .transform((text) => text.replace(/\/+$/, ""));
}

/** Several texts: a list in the file, separated by commas in a variable. */
export function list() {
  return z.preprocess((value) => (typeof value === "string" ? splitCommas(value) : value), z.array(z.string().min(1)));
}

function splitCommas(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
