import type { z } from "zod";
import { nearestName } from "./nearest-name.ts";
import { type SettingName, settingNames } from "./setting-names.ts";
import { SettingsError } from "./settings-error.ts";

export interface SettingsInput {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The settings file, parsed: sections of keys. Null without a file. */
  readonly file: unknown;
  /** How messages call the file. */
  readonly fileName?: string;
}

/** All settings of one start. Sections are sliced by those who declare them; what nobody declares stops the start. */
export interface Settings {
  /**
   * The declared keys of a section, decoded; a variable wins over the file. Section "sichuan-portal", key `baseUrl`:
   * `HUB_SICHUAN_PORTAL_BASE_URL`. Section "hub", key `dataDir`: `HUB_DATA_DIR`; its `port` and `host`: `PORT`, `HOST`.
   * A section may be sliced more than once, each time by other keys. Throws SettingsError on a bad value.
   */
  slice<S extends z.ZodObject>(section: string, schema: S): z.output<S>;
  /** To be called after every slice: throws SettingsError when a HUB_* variable or a key of the file belongs to nobody. */
  assertAllUsed(): void;
}

/** Read by loadSettings itself. */
const OWN_VARIABLES = ["HUB_SETTINGS_FILE"];

/** Pure: the same input gives the same settings. */
export function readSettings(input: SettingsInput): Settings {
  const sections = readSections(input);
  const known: SettingName[] = [];
  return {
    slice: (section, schema) => {
      const names = settingNames(section, schema);
      known.push(...names);
      const raw = gather(names, input.env, sections[section]);
      const result = schema.safeParse(raw);
      if (result.success) return result.data;
      throw badValues(result.error, { section, names, input, raw });
    },
    assertAllUsed: () => {
      assertVariables(input.env, known);
      assertFileKeys(sections, known, input.fileName ?? "settings file");
    },
  };
}

type Sections = Readonly<Record<string, unknown>>;

function readSections({ file, fileName = "settings file" }: SettingsInput): Sections {
  if (file === null || file === undefined) return {};
  if (isPlainObject(file)) return file;
  throw new SettingsError({
    zh: `设置文件 ${fileName} 应由若干节组成，例如 “hub: { port: 4000 }”`,
    en: `Settings file ${fileName} must consist of sections, for example "hub: { port: 4000 }"`,
  });
}

/** An empty variable counts as not set, as is usual for .env files and container platforms. */
function gather(names: readonly SettingName[], env: SettingsInput["env"], section: unknown): Record<string, unknown> {
  const raw: Record<string, unknown> = {};
  for (const name of names) {
    const variable = env[name.variable];
    const value = variable === undefined || variable === "" ? valueAt(section, name.path) : variable;
    if (value !== undefined) setAt(raw, name.path, value);
  }
  return raw;
}

function valueAt(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const key of path) value = isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value ?? undefined;
}

function setAt(root: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key = "", ...rest] = path;
  if (rest.length === 0) root[key] = value;
  else {
    const inner = isPlainObject(root[key]) ? root[key] : {};
    root[key] = inner;
    setAt(inner, rest, value);
  }
}

interface BadSlice {
  readonly section: string;
  readonly names: readonly SettingName[];
  readonly input: SettingsInput;
  readonly raw: unknown;
}

function badValues(error: z.ZodError, slice: BadSlice): SettingsError {
  const problems = error.issues.map((issue) => describeIssue(issue, slice));
  const all = problems.join("; ");
  return new SettingsError({ zh: `设置无效：${all}`, en: `Bad setting: ${all}` }, { cause: error });
}

function describeIssue(issue: z.core.$ZodIssue, slice: BadSlice): string {
  const path = issue.path.map(String);
  const name = slice.names.find((candidate) => candidate.path.every((key, index) => path[index] === key));
  if (name === undefined) return `${[slice.section, ...path].join(".")}: ${issue.message}`;
  const isVariable = (slice.input.env[name.variable] ?? "") !== "";
  const where = isVariable ? name.variable : `${name.fileKey} (${name.variable})`;
  const value = valueAt(slice.raw, name.path);
  const shown = value === undefined || looksSecret(name.variable) ? "" : `=${JSON.stringify(value)}`;
  return `${where}${shown}: ${issue.message}`;
}

function looksSecret(variable: string): boolean {
  return /SECRET|TOKEN|PASSWORD|PASSPHRASE|KEY|CREDENTIAL|AUTH/.test(variable);
}

function assertVariables(env: SettingsInput["env"], known: readonly SettingName[]): void {
  const names = new Set([...OWN_VARIABLES, ...known.map((name) => name.variable)]);
  for (const variable of Object.keys(env).sort()) {
    if (variable.startsWith("HUB_") && !names.has(variable)) throw unknownName(variable, names, "");
  }
}

function assertFileKeys(sections: Sections, known: readonly SettingName[], fileName: string): void {
  const names = new Set(known.map((name) => name.fileKey));
  for (const key of leafKeys(sections, names)) if (!names.has(key)) throw unknownName(key, names, fileName);
}

/** Keys down to the declared leaves; an empty section has none, one that is no object is a leaf itself. */
function leafKeys(value: unknown, declared: ReadonlySet<string>, prefix = ""): string[] {
  if (value === null) return [];
  if (declared.has(prefix) || !isPlainObject(value)) return prefix === "" ? [] : [prefix];
  return Object.entries(value).flatMap(([key, inner]) =>
    leafKeys(inner, declared, prefix === "" ? key : `${prefix}.${key}`),
  );
}

function unknownName(name: string, known: ReadonlySet<string>, fileName: string): SettingsError {
  const unprefixed = name.replace(/^HUB_/, "");
  const nearest = known.has(unprefixed) ? unprefixed : nearestName(name, known);
  const zh = nearest === undefined ? "" : `，是否为 ${nearest}？`;
  const en = nearest === undefined ? "" : `; did you mean ${nearest}?`;
  const where = fileName === "" ? "" : ` (${fileName})`;
  return new SettingsError({ zh: `未知设置 ${name}${where}${zh}`, en: `Unknown setting ${name}${where}${en}` });
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
