import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inTurn } from "#tests/bench/measure.ts";
import { canonical } from "./canonical.ts";
import type { Case } from "./cases.ts";
import { type Running, stock } from "./entrants.ts";
import { createBody, FIRST_SEASON, type Size } from "./shop-queries.ts";
import type { Stage } from "./stage.ts";

/** Seasons that all are asked for before anything is measured; the first is the one that repeated requests ask for. */
const COMPARED = [FIRST_SEASON, FIRST_SEASON + 1, 4_444_444] as const;

interface Answer {
  readonly data: string;
  readonly text: string;
  readonly length: number;
  readonly etag: string | null;
}

/** What every contestant must answer, as stock does; the bytes are what the floor gives back. */
export interface Reference {
  readonly data: readonly string[];
  readonly answerFile: string;
}

export async function readReferences(stage: Stage, sizes: readonly Size[]): Promise<ReadonlyMap<Size, Reference>> {
  await using running = await stock.start(stage, "");
  if (running === null) throw new Error("stock is always there");
  const references = await inTurn(sizes, async (size) => {
    const answers = await askAll(running.url, size, "variable");
    const answerFile = join(stage.folder, `answer-${size}.json`);
    await writeFile(answerFile, answers[0]?.text ?? "");
    return [size, { data: answers.map(({ data }) => data), answerFile }] as const;
  });
  return new Map(references);
}

/** The answer to the first season, asked again where it may be kept; throws where any differs from the reference. */
export async function checkAnswers(test: Case, size: Size, running: Running, reference: Reference): Promise<Answer> {
  const first = await askAll(running.url, size, test.style);
  const again = test.isDistinct ? first : await askAll(running.url, size, test.style);
  for (const answers of [first, again]) {
    for (const [index, { data }] of answers.entries()) {
      const expected = reference.data[index] ?? "";
      if (data !== expected) throw new Error(`another answer than stock's\n  ${difference(data, expected)}`);
    }
  }
  const [answer] = again;
  if (answer === undefined) throw new Error("nothing was asked");
  return answer;
}

function askAll(url: string, size: Size, style: Case["style"]): Promise<readonly Answer[]> {
  const bodyOf = createBody(size, style);
  return inTurn(COMPARED, (season) => ask(url, bodyOf(season)));
}

async function ask(url: string, body: string): Promise<Answer> {
  const headers = { "content-type": "application/json", "accept-encoding": "identity" };
  const response = await fetch(url, { method: "POST", headers, body });
  const text = await response.text();
  const { data, errors } = JSON.parse(text) as { readonly data?: unknown; readonly errors?: unknown };
  if (response.status !== 200 || errors !== undefined) throw new Error(`${response.status} ${text.slice(0, 500)}`);
  return { data: canonical(data), text, length: Buffer.byteLength(text), etag: response.headers.get("etag") };
}

function difference(one: string, other: string): string {
  const at = [...one].findIndex((character, index) => character !== other[index]);
  return `${one.slice(Math.max(0, at - 60), at + 60)}\n  ${other.slice(Math.max(0, at - 60), at + 60)}`;
}
