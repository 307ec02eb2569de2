import { writeFile } from "node:fs/promises";
import { type Given, say } from "./node-task.ts";

const EXISTS = "EEXIST";

/**
 * A text to the file of `--out`, or to the terminal. npm puts lines of its own before what a command prints, so `> FILE` takes
 * them in. A file that is there already stays as it is. Resolves to the exit code.
 */
export async function writeOut(given: Given, text: string): Promise<number> {
  const file = given.text("out");
  if (file === undefined) {
    process.stdout.write(text);
    return 0;
  }
  try {
    await writeFile(file, text, { flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== EXISTS) throw error;
    process.stderr.write(
      `${file} 已存在，未改动；请换一个文件名，或先将其移走 / ${file} is there already and was left as it is; choose another name, or move it first\n`,
    );
    return 1;
  }
  say({ zh: `已写入 ${file}`, en: `written to ${file}` });
  return 0;
}
