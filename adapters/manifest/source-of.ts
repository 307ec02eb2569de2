import { z } from "zod";
import { POLITE_DEFAULTS, type Politeness } from "#adapters/runtime/politeness.ts";
import { httpUrl } from "#adapters/runtime/settings/fields.ts";
import { defineSource, type Licence, type SourceDefinition } from "#adapters/runtime/source.ts";
import type { SecretReader } from "./dialect/authentication.ts";
import { toMs } from "./dialect/duration.ts";
import { type SourceAsker, sourceAsker } from "./dialect/source-asker.ts";
import type { Manifest } from "./format/manifest-format.ts";
import type { SourceFormat } from "./format/source-format.ts";
import { pageHostsOf } from "./page-hosts.ts";

/** Code of one of a manifest's sources among all of the hub's. */
export function sourceCode(manifest: Pick<Manifest, "code">, name: string): string {
  return `${manifest.code}-${name}`;
}

export interface SourceOfOptions {
  /** Values of the secrets that the manifest names; from the operator's settings. */
  readonly secrets: SecretReader;
}

/** One source of a manifest as the hub runs it. Off (null) where a secret that it needs is not set. */
export function sourceOf(
  manifest: Manifest,
  name: string,
  { secrets }: SourceOfOptions,
): SourceDefinition<SourceAsker, ReturnType<typeof settingsOf>> {
  const format = manifest.sources[name];
  if (format === undefined) throw new Error(`the manifest ${manifest.code} has no source ${name}`);
  const needed = secretsOf(manifest, name);
  return defineSource({
    code: sourceCode(manifest, name),
    name: format.name,
    kind: format.kind,
    licence: licenceOf(manifest),
    settings: settingsOf(format),
    toldUrls: [format.baseUrl, ...(format.authentication.type === "oauth2" ? [format.authentication.tokenUrl] : [])],
    pageHosts: pageHostsOf(manifest),
    politeness: { ...politenessOf(format), keepAtMostMs: keepAtMostMs(manifest) },
    create: (runtime, settings) => {
      if (needed.some((secret) => (secrets(secret) ?? "") === "")) return null;
      return sourceAsker({ runtime, format: located(format, settings), secrets });
    },
  });
}

export function licenceOf({ licence }: Manifest): Licence {
  const { code, name, url, attribution, accessPolicy } = licence;
  return { code, name, ...(url === undefined ? {} : { url }), attribution, accessPolicy };
}

/** For how long at most anything may be kept that was read from the platform; null where the owner sets no limit. */
export function keepAtMostMs({ licence: { keepAtMost } }: Pick<Manifest, "licence">): number | null {
  return keepAtMost === undefined ? null : toMs(keepAtMost);
}

/** Addresses that an operator may set in the manifest's place; the source may reach no other host. */
function settingsOf({ baseUrl, authentication }: SourceFormat) {
  const tokenUrl = authentication.type === "oauth2" ? authentication.tokenUrl : undefined;
  return z.object({
    baseUrl: httpUrl().prefault(baseUrl),
    tokenUrl: tokenUrl === undefined ? httpUrl().optional() : httpUrl().prefault(tokenUrl),
  });
}

function located(
  format: SourceFormat,
  { baseUrl, tokenUrl }: { readonly baseUrl: string; readonly tokenUrl?: string | undefined },
): SourceFormat {
  const { authentication } = format;
  if (authentication.type !== "oauth2" || tokenUrl === undefined) return { ...format, baseUrl };
  return { ...format, baseUrl, authentication: { ...authentication, tokenUrl } };
}

/** What the owner says is a ceiling; the hub's own manners hold where nothing is said. */
export function politenessOf({ politeness = {} }: SourceFormat): Politeness {
  const { requestsPerSecond, burst, concurrency, dailyQuota, quietHours, tryTimeout } = politeness;
  const set = withoutUndefined({ requestsPerSecond, burst, concurrency, dailyQuota, quietHours });
  return {
    ...POLITE_DEFAULTS,
    ...set,
    ...(tryTimeout === undefined ? {} : { tryTimeoutMs: toMs(tryTimeout) }),
    ceilings: set,
  };
}

type WithoutUndefined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(value: T): WithoutUndefined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as WithoutUndefined<T>;
}

/** Names of the secrets that a source needs: in its authentication, and as `{secret.NAME}` in what it is asked. */
export function secretsOf({ sources, kinds }: Manifest, name: string): readonly string[] {
  const format = sources[name];
  if (format === undefined) return [];
  const [first] = Object.keys(sources);
  const asked = Object.values(kinds).flatMap(({ list, detail, batch }) =>
    [list, detail, batch].filter((part) => part !== undefined && (part.source ?? list.source ?? first) === name),
  );
  const keys = Object.entries(format.authentication).flatMap(([key, value]) =>
    SECRET_KEYS.has(key) && typeof value === "string" ? [value] : [],
  );
  const placed = JSON.stringify([format, asked]).matchAll(/\{secret\.([A-Z][A-Z0-9_]{0,39})\}/g);
  return [...new Set([...keys, ...[...placed].map(([, secret = ""]) => secret)])];
}

const SECRET_KEYS: ReadonlySet<string> = new Set(["secret", "user", "password", "clientId", "clientSecret"]);
