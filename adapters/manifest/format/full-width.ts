import type { ManifestProblem } from "./problem.ts";

/** Signs that a Chinese keyboard writes, and what YAML wants in their place. */
const SIGNS: Readonly<Record<string, string>> = {
  "，": ", ",
  "、": ", ",
  "：": ": ",
  "“": '"',
  "”": '"',
  "‘": "'",
  "’": "'",
  "｛": "{",
  "｝": "}",
  "［": "[",
  "］": "]",
  "＃": " #",
  "\u3000": "  ",
};
const FULL_WIDTH = /[，、：“”‘’｛｝［］＃\u3000]/g;
const GROUPS: readonly RegExp[] = [
  /[，]/g,
  /[：]/g,
  /[“”]/g,
  /[‘’]/g,
  /[、]/g,
  /[｛｝［］]/g,
  /[＃\u3000]/g,
  FULL_WIDTH,
];
/** Of one line, and of one file: reading a text again takes its time. */
const MOST_SINGLE = 6;
const MOST_LINES = 8;
const MOST_READS = 40;
const LONGEST = 100_000;

type Refused = { readonly ok: false; readonly problems: readonly ManifestProblem[] };
type Read<Told> = Told | Refused;
type Reader = (text: string) => Read<{ readonly ok: true }>;

/**
 * Reads a text; where something is wrong with a line that has full-width punctuation, and nothing is once that is written in
 * ASCII, it is told as what it is. Other mistakes are told as they are without it.
 */
export function readToldFullWidth<Told extends { readonly ok: true }>(
  text: string,
  read: (text: string) => Read<Told>,
): Read<Told> {
  const first = read(text);
  if (first.ok || text.length > LONGEST || text.search(FULL_WIDTH) < 0) return first;
  const mending = new Mending(text, first.problems, read);
  for (let found = mending.mendOne(); found; found = mending.mendOne());
  return mending.told.length === 0 ? first : { ok: false, problems: mending.problems };
}

class Mending {
  readonly told: ManifestProblem[] = [];
  readonly #read: Reader;
  readonly #lines: string[];
  readonly #tried = new Set<number>();
  #left: readonly ManifestProblem[];
  #reads = 0;

  constructor(text: string, problems: readonly ManifestProblem[], read: Reader) {
    this.#read = read;
    this.#lines = text.split("\n");
    this.#left = problems;
  }

  get problems(): readonly ManifestProblem[] {
    return [...this.told, ...this.#left].toSorted((a, b) => a.line - b.line || a.column - b.column);
  }

  /** The next line that something is wrong with, or the one before it, where a brace may span both. */
  mendOne(): boolean {
    if (this.told.length >= MOST_LINES) return false;
    for (const { line: wrong } of this.#left) {
      for (const line of [wrong, wrong - 1]) {
        if (line < 1 || this.#tried.has(line)) continue;
        this.#tried.add(line);
        if (this.#mend(line, wrong)) return true;
      }
    }
    return false;
  }

  #mend(line: number, wrong: number): boolean {
    const written = this.#lines[line - 1] ?? "";
    for (const mended of candidates(written)) {
      if (this.#reads >= MOST_READS) return false;
      this.#reads += 1;
      this.#lines[line - 1] = mended.text;
      const after = this.#read(this.#lines.join("\n"));
      const left = after.ok ? [] : after.problems;
      if (!left.some((one) => one.line === line || one.line === wrong)) {
        this.told.push(toProblem(line, mended));
        this.#left = left;
        return true;
      }
    }
    this.#lines[line - 1] = written;
    return false;
  }
}

interface Mended {
  readonly text: string;
  /** Of the first sign, from 0. */
  readonly at: number;
  readonly signs: readonly string[];
}

/** What the line may have been meant to be: signs of one sort in ASCII, or all, or a single one. */
function candidates(written: string): readonly Mended[] {
  const groups = GROUPS.flatMap((group) => mended(written, [...written.matchAll(group)]) ?? []);
  const single = [...written.matchAll(/[，：、]/g)]
    .slice(0, MOST_SINGLE)
    .flatMap((sign) => mended(written, [sign]) ?? []);
  const seen = new Set<string>();
  return [...groups, ...single].filter(({ text }) => !seen.has(text) && seen.add(text));
}

function mended(written: string, signs: readonly RegExpExecArray[]): Mended | undefined {
  const [first] = signs;
  if (first === undefined) return undefined;
  const places = new Set(signs.map(({ index }) => index));
  const text = [...written.matchAll(/./gsu)]
    .map(({ 0: one, index }) => (places.has(index) ? SIGNS[one] : one))
    .join("");
  return { text, at: first.index, signs: [...new Set(signs.map(([sign]) => sign))] };
}

function toProblem(line: number, { at, signs }: Mended): ManifestProblem {
  const shown = signs.map((sign) => (sign === "\u3000" ? "（全角空格 / full-width blank）" : sign)).join(" ");
  const meant = signs.map((sign) => (SIGNS[sign] ?? "").trim() || "␠").join(" ");
  return {
    code: "FULL_WIDTH",
    line,
    column: at + 1,
    path: "",
    message: {
      zh: `此处的 ${shown} 是全角标点，YAML 只认半角`,
      en: `Full-width ${shown} stands here; YAML knows ASCII signs alone`,
    },
    suggestion: {
      zh: `改为半角 ${meant}（冒号、逗号后空一格）；文字本身的标点不必改，把那段文字放进引号`,
      en: `Write ${meant} (a blank after colons and commas); punctuation that belongs to a text may stay, with the text in quotes`,
    },
  };
}
