import { isIPv6 } from "node:net";

/** Whom a request is counted for while there are no keys: its address; of IPv6 the network, since one client has all of it. */
export function clientAddress(remoteAddress: string | undefined): string {
  if (remoteAddress === undefined) return "";
  const address = remoteAddress.replace(/^::ffff:(?=\d+\.)/, "");
  return isIPv6(address) ? networkOf(address) : address;
}

/** The first 64 bits. */
function networkOf(address: string): string {
  const [head = "", tail] = (address.split("%", 1)[0] ?? "").split("::");
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - first.length - last.length)).fill("0");
  return [...first, ...zeros, ...last].slice(0, 4).join(":");
}
