/** Members of an `If-None-Match` that are looked at. */
const MAX_MEMBERS = 50;

/** Whether that validator is among those that the client has (RFC 9110, 13.1.2: weak comparison). */
export function isKnownTag(ifNoneMatch: string, etag: string | undefined): boolean {
  if (etag === undefined) return false;
  if (ifNoneMatch === etag || ifNoneMatch === "*") return true;
  return ifNoneMatch.split(",", MAX_MEMBERS).some((member) => member.trim().replace(/^W\//, "") === etag);
}
