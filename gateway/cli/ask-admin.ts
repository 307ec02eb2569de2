import { z } from "zod";
import { loadSettings } from "#adapters/runtime/settings/load-settings.ts";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";
import { FRONT_SETTINGS } from "#gateway/http/front-settings.ts";
import { HUB_SETTINGS } from "#gateway/hub-settings.ts";
import type { NodeProblem } from "#gateway/registry/node-problem.ts";
import { ERROR_CODES, type ErrorCodeName } from "#schema/error-codes.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";

const TIMEOUT_MS = 15_000;

/** The hub said no. */
export class AdminRefusal extends Error {
  override readonly name = "AdminRefusal";
  readonly code: string | undefined;
  /** All that is wrong with a node. */
  readonly problems: readonly NodeProblem[];
  /** Nothing is wrong; the same may be asked again later. */
  readonly isNotNow: boolean;

  constructor(message: string, code: string | undefined, problems: readonly NodeProblem[], isNotNow = false) {
    super(message);
    this.code = code;
    this.problems = problems;
    this.isNotNow = isNotNow;
  }
}

/**
 * Asks a running hub's admin API; resolves to its answer's body. Throws an Error of one line for the terminal when it says
 * no (AdminRefusal) or cannot be reached.
 */
export async function askAdmin<Answer>(action: string, body?: object, timeoutMs = TIMEOUT_MS): Promise<Answer> {
  const { url, token, setting } = await readAccess();
  const response = await send(new URL(`/admin/${action}`, url), { token, body, timeoutMs });
  const text = await response.text();
  if (response.ok) return JSON.parse(text) as Answer;
  const { code, isNotNow } = readError(text);
  throw new AdminRefusal(describeRefusal(response.status, text, setting), code, readProblems(text), isNotNow);
}

interface Access {
  readonly url: string;
  readonly token: string;
  /** Where the token stood. */
  readonly setting: keyof typeof WRONG_TOKEN;
}

async function readAccess(): Promise<Access> {
  const settings = await loadSettings();
  const { url, adminToken, ownerToken } = settings.slice("hub", HUB_SETTINGS);
  const { host, port } = settings.slice("hub", FRONT_SETTINGS);
  const at = url ?? `http://${host}:${port}`;
  if (adminToken !== undefined) return { url: at, token: adminToken, setting: "HUB_ADMIN_TOKEN" };
  if (ownerToken !== undefined) return { url: at, token: ownerToken, setting: "HUB_OWNER_TOKEN" };
  throw new SettingsError({
    zh: "请设置 HUB_ADMIN_TOKEN（与枢纽的相同；节点所有者用 HUB_OWNER_TOKEN）。例：在两个终端中都执行 export HUB_ADMIN_TOKEN=自选的16位以上口令，一个运行 npm start，另一个运行本命令",
    en: "Set HUB_ADMIN_TOKEN, the same as the hub's (owners of a node: HUB_OWNER_TOKEN). For example: export HUB_ADMIN_TOKEN=some-secret-of-16-characters in two shells, npm start in one, this command in the other",
  });
}

interface Sent {
  readonly token: string;
  readonly body: object | undefined;
  readonly timeoutMs: number;
}

async function send(url: URL, { token, body, timeoutMs }: Sent): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json", "accept-language": "en" };
  const options = { headers, redirect: "error", signal: AbortSignal.timeout(timeoutMs) } as const;
  try {
    if (body === undefined) return await fetch(url, options);
    return await fetch(url, { ...options, method: "POST", body: JSON.stringify(body) });
  } catch (error) {
    throw new Error(
      `无法连接枢纽 ${url.origin}（用 HUB_URL 指定） / Cannot reach the hub at ${url.origin} (set HUB_URL)`,
      {
        cause: error,
      },
    );
  }
}

/** In both languages: whoever works at a terminal reads one of them. */
function describeRefusal(status: number, text: string, setting: Access["setting"]): string {
  const { code, message, detail } = readError(text);
  if (code === undefined) return `枢纽应答 ${status} / The hub answered ${status}`;
  if (code === "ADMIN_TOKEN_REQUIRED") return `${WRONG_TOKEN[setting]} (ADMIN_TOKEN_REQUIRED)`;
  if (code === "NOT_FOUND" && message === ERROR_CODES.NOT_FOUND.message.en)
    return "该枢纽未设置 HUB_ADMIN_TOKEN，管理接口关闭 / The hub has no HUB_ADMIN_TOKEN; its admin API is off (NOT_FOUND)";
  // What is not there is told by its name; the address was right.
  if (code === "NOT_FOUND" && detail !== undefined) return `${detail.zh} / ${detail.en} (${code})`;
  return `${ERROR_CODES[code].message.zh}${detail === undefined ? "" : `：${detail.zh}`} / ${message} (${code})`;
}

const WRONG_TOKEN = {
  HUB_ADMIN_TOKEN: "HUB_ADMIN_TOKEN 与枢纽的不同 / HUB_ADMIN_TOKEN is not the hub's",
  HUB_OWNER_TOKEN:
    "HUB_OWNER_TOKEN 无效，或不是该节点的：令牌可能已收回、已换新，或节点已退出；此事也可能只有运营方能做 / HUB_OWNER_TOKEN does not hold, or not for this node: it may have been taken back or replaced, the node may have left; or this is for the hub's operator alone",
} as const;

const REFUSAL = z.object({
  errors: z.tuple([z.object({ message: z.string(), extensions: z.object({ code: z.string() }) })]),
  detail: z.object({ zh: z.string(), en: z.string() }).optional(),
  notNow: z.literal(true).optional(),
});

interface ReadError {
  readonly code?: ErrorCodeName;
  readonly message?: string;
  readonly detail?: Bilingual | undefined;
  readonly isNotNow: boolean;
}

function readError(text: string): ReadError {
  const { data } = REFUSAL.safeParse(parseJson(text));
  const [error] = data?.errors ?? [];
  const isNotNow = data?.notNow === true;
  if (error === undefined || !Object.hasOwn(ERROR_CODES, error.extensions.code)) return { isNotNow };
  return { code: error.extensions.code as ErrorCodeName, message: error.message, detail: data?.detail, isNotNow };
}

const PROBLEM = z.object({
  code: z.string(),
  message: z.object({ zh: z.string(), en: z.string() }),
  suggestion: z.object({ zh: z.string(), en: z.string() }).nullable(),
  line: z.number().nullable(),
  column: z.number().nullable(),
  path: z.string().nullable(),
});
const PROBLEMS = z.object({ problems: z.array(PROBLEM) });

function readProblems(text: string): readonly NodeProblem[] {
  return PROBLEMS.safeParse(parseJson(text)).data?.problems ?? [];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
