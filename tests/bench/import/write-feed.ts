import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseApplicationNumber, toStandardNumber } from "#schema/ids/application-number.ts";
import { FEED_HEAD, FEED_TAIL, GazetteWriter } from "./gazette-document.ts";

const PER_FILE = 500;
const SAMPLES_PER_FILE = 100;
const ELSEWHERE = 8_000_000;

/** Invented documents with full text in files of some hundred, streamed to the disk. */
export async function writeFeed(folder: string, documents: number): Promise<readonly string[]> {
  const writer = new GazetteWriter(1);
  const files: string[] = [];
  for (let first = 0; first < documents; first += PER_FILE) {
    const path = join(folder, `slice-${String(files.length).padStart(3, "0")}.xml`);
    const file = createWriteStream(path);
    file.write(FEED_HEAD);
    for (let serial = first; serial < Math.min(documents, first + PER_FILE); serial += 1) {
      if (!file.write(writer.document(serial))) await once(file, "drain");
    }
    file.end(FEED_TAIL);
    await once(file, "finish");
    files.push(path);
  }
  return files;
}

/** One document that is in no feed of a bench. */
export async function writeOne(folder: string): Promise<string> {
  const path = join(folder, "one.xml");
  await writeFile(path, `${FEED_HEAD}${new GazetteWriter(2).document(ELSEWHERE)}${FEED_TAIL}`);
  return path;
}

/** Real documents again and again, some hundred to a file, each copy under numbers of its own, so that none is known already. */
export async function repeatSamples(
  samples: readonly string[],
  folder: string,
  copies: number,
): Promise<readonly string[]> {
  const texts = await Promise.all(samples.map(async (sample) => withoutProlog(await readFile(sample, "utf8"))));
  const files: string[] = [];
  for (let first = 0; first < copies; first += SAMPLES_PER_FILE) {
    const path = join(folder, `samples-${String(files.length).padStart(3, "0")}.xml`);
    const file = createWriteStream(path);
    file.write("<all>\n");
    for (let copy = first; copy < Math.min(copies, first + SAMPLES_PER_FILE); copy += 1) {
      const document = texts.map((text, index) => renumbered(text, index * copies + copy)).join("\n");
      if (!file.write(document)) await once(file, "drain");
    }
    file.end("</all>\n");
    await once(file, "finish");
    files.push(path);
  }
  return files;
}

/** Byte order mark, declaration, instructions and DOCTYPE cannot stand inside a file. */
function withoutProlog(text: string): string {
  return text.replace(/^\ufeff/, "").replace(/^(?:\s*<[?!][^>]*>)+/, "");
}

function renumbered(text: string, serial: number): string {
  const parsed = parseApplicationNumber(`20241${String(1_000_000 + serial)}`);
  if (!parsed.ok) throw new RangeError(`no application number for ${serial}`);
  const publication = String(130_000_000 + serial);
  return text
    .replace(/(?<=<(?:base:DocNumber|doc-number)>)20\d{10}\.[\dX](?=<)/, parsed.value.slice(2))
    .replace(/(?<=<(?:base:DocNumber|doc-number)>)1[01]20\d{11}(?=<)/, toStandardNumber(parsed.value))
    .replace(/(?<=<(?:base:DocNumber|doc-number)>)1\d{8}(?=<)/g, publication);
}
