import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseApplicationNumber, toStandardNumber } from "#schema/ids/application-number.ts";
import { FEED_HEAD, FEED_TAIL, GazetteWriter } from "./gazette-document.ts";

const PER_FILE = 500;

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

/** Real documents again and again, each copy under numbers of its own, so that none is known already. */
export async function repeatSamples(
  samples: readonly string[],
  folder: string,
  copies: number,
): Promise<readonly string[]> {
  const files: string[] = [];
  for (const [index, sample] of samples.entries()) {
    const text = await readFile(sample, "utf8");
    for (let copy = 0; copy < copies; copy += 1) {
      const path = join(folder, `sample-${index}-${copy}.xml`);
      await writeFile(path, renumbered(text, index * copies + copy));
      files.push(path);
    }
  }
  return files;
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
