import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { readSettings, type Settings } from "./read-settings.ts";
import { SettingsError } from "./settings-error.ts";

/** Reads the environment and, where `HUB_SETTINGS_FILE` names one, a YAML file; once per start. Throws SettingsError. */
export async function loadSettings(env: Readonly<Record<string, string | undefined>> = process.env): Promise<Settings> {
  const fileName = env["HUB_SETTINGS_FILE"] ?? "";
  if (fileName === "") return readSettings({ env, file: null });
  return readSettings({ env, file: parseYaml(await readText(fileName), fileName), fileName });
}

/** The environment with what was said on the command line, which wins. */
export function environmentWith(said: Readonly<Record<string, string>>): Readonly<Record<string, string | undefined>> {
  return { ...process.env, ...said };
}

async function readText(fileName: string): Promise<string> {
  try {
    return await readFile(fileName, "utf8");
  } catch (error) {
    const reason = errorCode(error);
    throw new SettingsError(
      {
        zh: `无法读取 HUB_SETTINGS_FILE 指定的设置文件 ${fileName}（${reason}）`,
        en: `Cannot read the settings file ${fileName} named by HUB_SETTINGS_FILE (${reason})`,
      },
      { cause: error },
    );
  }
}

/** The parser's own message quotes the offending line, which may hold a secret: only the place is told. */
function parseYaml(text: string, fileName: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100, prettyErrors: true });
  } catch (error) {
    const line = placeOf(error);
    throw new SettingsError({
      zh: `设置文件 ${fileName} 不是有效的 YAML${line}`,
      en: `Settings file ${fileName} is not valid YAML${line}`,
    });
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unreadable";
}

function placeOf(error: unknown): string {
  if (!(error instanceof Error && "linePos" in error)) return "";
  const [start] = error.linePos as readonly { readonly line: number; readonly col: number }[];
  return start === undefined ? "" : ` (${start.line}:${start.col})`;
}
