import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";

/** Section "hub": HUB_NODE_SECRETS, HUB_NODE_SECRETS_FILE. */
export const SECRET_SETTINGS = z.object({
  /** Values that manifests name, as JSON or YAML: `{"code": {"NAME": "value"}}`. */
  nodeSecrets: z.union([z.string().max(1_000_000), z.record(z.string(), z.record(z.string(), z.string()))]).default(""),
  /** The same in a file, which is read again whenever a node is made: secrets come and change without a restart. */
  nodeSecretsFile: z.string().min(1).optional(),
});

export type SecretSettings = z.output<typeof SECRET_SETTINGS>;

const SECRETS = z.record(
  z.string(),
  z.record(z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/), z.union([z.string(), z.number()]).transform(String)),
);

type Secrets = z.output<typeof SECRETS>;

/** Values of the secrets that manifests name. They go into requests to the node's own sources and nowhere else. */
export class NodeSecrets {
  readonly #settings: SecretSettings;
  /** Of stand-ins that run here. */
  readonly #standIns = new Map<string, Readonly<Record<string, string>>>();

  constructor(settings: SecretSettings) {
    this.#settings = settings;
  }

  /** What a stand-in is opened by; whatever the settings say comes first. */
  addStandIn(code: string, secrets: Readonly<Record<string, string>>): void {
    this.#standIns.set(code, secrets);
  }

  /** As they are now. Throws SettingsError, which tells no value. */
  async read(code: string): Promise<(name: string) => string | undefined> {
    const { nodeSecrets, nodeSecretsFile } = this.#settings;
    const set = readSecrets(nodeSecrets, "HUB_NODE_SECRETS");
    const file = nodeSecretsFile === undefined ? {} : readSecrets(await readText(nodeSecretsFile), nodeSecretsFile);
    const own = { ...this.#standIns.get(code), ...file[code], ...set[code] };
    return (name) => (Object.hasOwn(own, name) ? own[name] : undefined);
  }
}

function readSecrets(given: SecretSettings["nodeSecrets"], where: string): Secrets {
  const parsed = SECRETS.safeParse(typeof given === "string" ? (parseYaml(given) ?? {}) : given);
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.map(String).join(".") ?? "";
  throw new SettingsError({
    zh: `${where} 应为“节点代码: { 名称: 值 }”的 JSON 或 YAML（${place}）`,
    en: `${where} must be JSON or YAML of the form "code: { NAME: value }" (${place})`,
  });
}

/** Parsers quote what they cannot read. */
function parseYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch {
    return "unreadable";
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw new SettingsError({
      zh: `无法读取 HUB_NODE_SECRETS_FILE 指定的文件（${reason}）`,
      en: `Cannot read the file named by HUB_NODE_SECRETS_FILE (${reason})`,
    });
  }
}
