import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** In place of the source's own origin, wherever it stands in what was said. */
export const ORIGIN_PLACE = "http://source.invalid";

const RECORDING = z.strictObject({
  source: z.string().max(40),
  method: z.enum(["GET", "POST"]),
  /** Path and query. */
  target: z.string().max(20_000),
  body: z.string().max(1_000_000).nullable(),
  status: z.int().min(100).max(599),
  headers: z.record(z.string(), z.string()),
  /** As UTF-8, or where it is not that, in base64. */
  text: z.string().optional(),
  base64: z.string().optional(),
});

/** A question to a source and its answer, without secrets and personal data. */
export type Recording = z.output<typeof RECORDING>;

const MOST = 5_000;

export async function writeRecording(folder: string, number: number, recording: Recording): Promise<void> {
  await mkdir(folder, { recursive: true });
  const name = `${String(number).padStart(4, "0")}-${recording.source}.json`;
  await writeFile(join(folder, name), `${JSON.stringify(recording, null, 2)}\n`);
}

/** In the order in which they were made. Throws where a file is no recording. */
export async function readRecordings(folder: string): Promise<readonly Recording[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  return Promise.all(
    names.slice(0, MOST).map(async (name) => {
      const parsed = RECORDING.safeParse(JSON.parse(await readFile(join(folder, name), "utf8")));
      if (parsed.success) return parsed.data;
      throw new Error(`${name} 不是录制文件 / is no recording`);
    }),
  );
}

export function toBody(bytes: Buffer): Pick<Recording, "text" | "base64"> {
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? { text } : { base64: bytes.toString("base64") };
}

export function bytesOf({ text, base64 }: Pick<Recording, "text" | "base64">): Buffer {
  return text === undefined ? Buffer.from(base64 ?? "", "base64") : Buffer.from(text, "utf8");
}
