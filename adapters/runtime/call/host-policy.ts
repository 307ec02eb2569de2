import { isIP, type LookupFunction } from "node:net";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { createGuardedLookup, isSpecialAddress } from "./address-guard.ts";

/** Why an address that somebody else wrote is not asked. */
export type HostRefusal = "not-http" | "credentials" | "not-public" | "not-allowed";

type HostVerdict =
  /** `lookup`: how its name is resolved when a connection is made; undefined where the operator named it, wherever it leads. */
  | { readonly isAllowed: true; readonly lookup: LookupFunction | undefined }
  | { readonly isAllowed: false; readonly refusal: HostRefusal };

/**
 * Which hosts an address may lead to that no operator but the owner of a node wrote. "portal.example.cn" or "10.0.0.7:8080"
 * is named, and may be anywhere; "*.example.cn" and "*" are names at public addresses only, looked at when a connection is
 * made: whoever holds the name may lead it elsewhere at any time.
 */
export interface HostPolicy {
  judge(url: URL): HostVerdict;
  /** By URL.host. */
  isNamed(host: string): boolean;
}

const ENTRY = /^(?:\*|(?:\*\.)?[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?|\[[0-9a-f:.]{2,45}\](?::\d{1,5})?)$/;

/** Reads "portal.example.cn, *.gov.cn, 10.0.0.7:8080"; undefined when malformed. */
export function readHostPolicy(text: string): HostPolicy | undefined {
  const entries = text
    .toLowerCase()
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  return entries.every((entry) => ENTRY.test(entry)) ? createHostPolicy(entries) : undefined;
}

/** Any name, at public addresses. */
export const PUBLIC_HOSTS: HostPolicy = createHostPolicy(["*"]);

function createHostPolicy(entries: readonly string[]): HostPolicy {
  const named = new Set(entries.filter((entry) => !entry.startsWith("*")));
  const endings = entries.filter((entry) => entry.startsWith("*")).map((entry) => entry.slice(1));
  const isNamed = ({ host, hostname }: Pick<URL, "host" | "hostname">) => named.has(host) || named.has(hostname);
  const isCovered = ({ hostname }: URL) => endings.some((ending) => hostname.endsWith(ending));
  // Names only, without the ports: as the resolver sees them.
  const lookup = createGuardedLookup(() => false);
  return {
    isNamed: (host) => URL.canParse(`http://${host}`) && isNamed(new URL(`http://${host}`)),
    judge: (url) => {
      if (url.protocol !== "http:" && url.protocol !== "https:") return refuse("not-http");
      if (url.username !== "" || url.password !== "") return refuse("credentials");
      if (isNamed(url)) return { isAllowed: true, lookup: undefined };
      if (isSpecialAddress(url.hostname)) return refuse("not-public");
      return isCovered(url)
        ? { isAllowed: true, lookup: isIP(url.hostname) === 0 ? lookup : undefined }
        : refuse("not-allowed");
    },
  };
}

const REFUSALS: Readonly<Record<HostRefusal, Bilingual>> = {
  "not-http": { zh: "只能是 http 或 https 地址", en: "only http and https addresses are asked" },
  credentials: { zh: "地址中不得有用户名或口令", en: "an address must not hold a user name or password" },
  "not-public": {
    zh: "该地址不在公网上；如属本意，请运营者在 HUB_NODE_HOSTS 中写明",
    en: "the address is not public; if it is meant, the operator has to name it in HUB_NODE_HOSTS",
  },
  "not-allowed": {
    zh: "运营者未在 HUB_NODE_HOSTS 中允许该主机",
    en: "the operator has not allowed that host in HUB_NODE_HOSTS",
  },
};

/** For the operator and the node's owner; of the address only its host is told. */
export function refusedHost(url: string, refusal: HostRefusal): SettingsError {
  const host = URL.canParse(url) ? new URL(url).host : "?";
  const { zh, en } = REFUSALS[refusal];
  return new SettingsError({ zh: `${host}：${zh}`, en: `${host}: ${en}` });
}

function refuse(refusal: HostRefusal): HostVerdict {
  return { isAllowed: false, refusal };
}
