import { lookup as dnsLookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Addresses that are not part of the public internet (IANA special-purpose registries, seen 2026-11). */
const SPECIAL_IPV4 =
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4";
/** Those that embed an IPv4 address (mapped, NAT64, 6to4, Teredo) are refused as a whole. */
const SPECIAL_IPV6 =
  "::/96 ::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8";

/** One list per family: a list that holds ::ffff:0:0/96 would find every IPv4 address in it. */
const SPECIAL = { ipv4: createBlockList(SPECIAL_IPV4, "ipv4"), ipv6: createBlockList(SPECIAL_IPV6, "ipv6") };

function createBlockList(ranges: string, family: "ipv4" | "ipv6"): BlockList {
  const blocks = new BlockList();
  for (const range of ranges.split(" ")) {
    const [network = "", prefix] = range.split("/");
    blocks.addSubnet(network, Number(prefix), family);
  }
  return blocks;
}

/** True for an address literal (brackets of a URL's host allowed) outside the public internet. */
export function isSpecialAddress(literal: string): boolean {
  const address = literal.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  if (isIP(address) === 4) return SPECIAL.ipv4.check(address, "ipv4");
  return isIP(address) === 6 && SPECIAL.ipv6.check(address, "ipv6");
}

/** For undici's connector: names resolve to public addresses only, unless the operator named the host. */
export function createGuardedLookup(isTrusted: (hostname: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, "", 0);
      const allowed = isTrusted(hostname) ? addresses : addresses.filter(({ address }) => !isSpecialAddress(address));
      const [first] = allowed;
      if (first === undefined) return callback(refused(), "", 0);
      if (options.all === true) return callback(null, allowed);
      callback(null, first.address, first.family);
    });
  };
}

function refused(): NodeJS.ErrnoException {
  return Object.assign(new Error("the name leads to an address that is not public"), { code: "ADDRESS_REFUSED" });
}
