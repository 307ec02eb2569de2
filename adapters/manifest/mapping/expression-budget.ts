import { compileRegex, type LinearRegex } from "./linear-regex.ts";

const MOST_STEPS = 10_000;
const LARGEST_TEXT = 64_000;
const MOST_ITEMS = 10_000;
/** A look at the clock every so many steps. */
const CLOCK_STEPS = 256;
const LONGEST_MS = 50;

/** What one evaluation may still use. Evaluations are synchronous, so there is one at a time. */
interface Budget {
  steps: number;
  endsAt: number;
}

let budget: Budget = { steps: 0, endsAt: 0 };

/** Runs an evaluation within its own budget. Throws what it throws, and also where the budget was used up on the way. */
export function withinBudget<T>(evaluate: () => T): T {
  budget = { steps: MOST_STEPS, endsAt: performance.now() + LONGEST_MS };
  const value = evaluate();
  // `exists` goes on after errors of its predicate: they must not hide that it was cut short.
  if (budget.steps <= 0) throw new Error(USED_UP);
  return value;
}

const USED_UP = "the expression needs too many steps";

/** Counts one turn of a loop; gives back what it was given. */
export function step(value: unknown): unknown {
  spend(1);
  if (budget.steps <= 0) throw new Error(USED_UP);
  return value;
}

/** What a loop runs over: nothing more, once the budget is used up. */
export function each(value: unknown): unknown {
  if (budget.steps <= 0) return [];
  if (sizeOf(value) > MOST_ITEMS) throw new Error("the list is too long");
  return value;
}

/** Refuses texts and lists that grew beyond what a record holds. */
export function sized(value: unknown): unknown {
  const limit = typeof value === "string" ? LARGEST_TEXT : MOST_ITEMS;
  if (sizeOf(value) > limit) throw new Error("the value grew too large");
  return value;
}

/** A list of texts that are not too long together. */
export function joinable(list: unknown): unknown {
  let left = LARGEST_TEXT;
  for (const item of Array.isArray(list) ? list : []) {
    left -= sizeOf(item) + 1;
    if (left < 0) throw new Error("the value grew too large");
  }
  return list;
}

const regexes = new Map<string, LinearRegex | null>();

/** `text.matches(pattern)` in linear time. */
export function matches(text: unknown, pattern: unknown): boolean {
  spend(20);
  const regex = regexOf(String(pattern));
  if (regex === null) throw new Error("not a pattern of RE2");
  return regex.test(String(text));
}

function regexOf(pattern: string): LinearRegex | null {
  const known = regexes.get(pattern);
  if (known !== undefined) return known;
  const compiled = compileRegex(pattern);
  const regex = compiled.ok ? compiled.regex : null;
  if (regexes.size >= 500) regexes.clear();
  regexes.set(pattern, regex);
  return regex;
}

function spend(steps: number): void {
  const before = budget.steps;
  budget.steps = before - steps;
  const isLookDue = Math.floor(before / CLOCK_STEPS) !== Math.floor(budget.steps / CLOCK_STEPS);
  if (isLookDue && performance.now() > budget.endsAt) budget.steps = 0;
}

function sizeOf(value: unknown): number {
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  return value instanceof Map ? value.size : 0;
}
