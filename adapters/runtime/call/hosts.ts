import { isSpecialAddress } from "./address-guard.ts";

/** Where one source may connect to. */
export interface Hosts {
  /** Hosts that the operator configured (URL.host: "portal.example.cn", "127.0.0.1:8081"), wherever they lead. */
  readonly own: ReadonlySet<string>;
  /** Hosts that somebody else named, and the operator allows: only at public addresses. */
  readonly told: ReadonlySet<string>;
  /** Hosts that the source's code allows redirects to; only at public addresses. */
  readonly redirect: ReadonlySet<string>;
}

/** May a request be sent to this address? */
export function isOwnHost(url: URL, hosts: Hosts): boolean {
  return isHttp(url) && (hosts.own.has(url.host) || isTold(url, hosts));
}

/** May a redirect from one address to the other be followed? Never from https to http. */
export function isRedirectAllowed(from: URL, to: URL, hosts: Hosts): boolean {
  if (!isHttp(to) || (from.protocol === "https:" && to.protocol === "http:")) return false;
  if (to.username !== "" || to.password !== "") return false;
  return hosts.own.has(to.host) || isTold(to, hosts) || (hosts.redirect.has(to.host) && !isSpecialAddress(to.hostname));
}

function isTold({ host, hostname }: URL, { told }: Hosts): boolean {
  return told.has(host) && !isSpecialAddress(hostname);
}

/** For the resolver, which sees names without ports. */
export function isTrustedName(hostname: string, hosts: Hosts): boolean {
  return [...hosts.own].some((host) => new URL(`http://${host}`).hostname === hostname);
}

function isHttp(url: URL): boolean {
  return url.protocol === "http:" || url.protocol === "https:";
}
