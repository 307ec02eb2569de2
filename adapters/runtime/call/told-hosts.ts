import { type HostPolicy, refusedHost } from "./host-policy.ts";

/** What the operator says of hosts that owners of nodes name. */
export interface ToldHosts {
  readonly policy: HostPolicy;
  /** With stand-ins wanted, this machine is one of those hosts. */
  readonly hasStandIns: boolean;
}

const THIS_MACHINE = /^(?:127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/**
 * Whether an address that an owner wrote is asked wherever it leads (its host is the operator's own word), or at public
 * addresses only, looked at when a connection is made. Throws SettingsError for one that is not asked at all.
 */
export function leadsAnywhere(url: string, { policy, hasStandIns }: ToldHosts): boolean {
  const { host } = new URL(url);
  if (policy.isNamed(host) || (hasStandIns && THIS_MACHINE.test(host))) return true;
  const verdict = policy.judge(new URL(url));
  if (!verdict.isAllowed) throw refusedHost(url, verdict.refusal);
  return false;
}
