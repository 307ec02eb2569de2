import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { PROBLEM_CODES } from "#adapters/manifest/format/problem.ts";
import { changed } from "./good-manifest.ts";

const ROW = z.tuple([z.string(), z.string(), z.string(), z.enum(PROBLEM_CODES), z.string(), z.string().nullable()]);
const FILE = z.strictObject({ text: z.array(ROW), form: z.array(ROW), meaning: z.array(ROW) });

/** What an owner wrote, and what must be said of it. */
export interface Mistake {
  readonly name: string;
  readonly text: string;
  readonly code: (typeof PROBLEM_CODES)[number];
  /** The line that is told begins with this, blanks aside. */
  readonly line: string;
  /** Of the English suggestion; null where nothing can be suggested. */
  readonly suggests: RegExp | null;
  /** True where the form itself is wrong, not only its meaning. */
  readonly isOfForm: boolean;
}

const { text, form, meaning } = FILE.parse(parse(readFileSync(new URL("mistakes.yaml", import.meta.url), "utf8")));

export const MISTAKES: readonly Mistake[] = [...text, ...form, ...meaning].map((row) => {
  const [name, from, to, code, line, suggests] = row;
  const isOfForm = form.includes(row);
  return {
    name,
    text: changed(from, to),
    code,
    line,
    suggests: suggests === null ? null : toPattern(suggests),
    isOfForm,
  };
});

function toPattern(told: string): RegExp {
  const pattern = /^\/(.+)\/(i?)$/.exec(told);
  if (pattern !== null) return new RegExp(pattern[1] ?? "", pattern[2]);
  return new RegExp(told.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
}
