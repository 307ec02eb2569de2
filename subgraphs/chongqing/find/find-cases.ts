import type { ChongqingContext } from "#subgraphs/chongqing/chongqing-load.ts";
import { idOf } from "#subgraphs/chongqing/records/origin.ts";
import { validUscc } from "#subgraphs/chongqing/records/references.ts";
import type { FoundPage, NodeAccount, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import { findInList } from "./find-in-list.ts";

/** The user's own dockets. The summary says nothing of what is in them. Throws UpstreamError "login-required" without a token. */
export async function findCases(search: NodeSearch, { load, call }: ChongqingContext): Promise<FoundPage> {
  const { records, ...total } = await findInList(
    { ask: (window) => load.kjy01().cases(window, call), rest: null },
    search,
  );
  return {
    ...total,
    items: records.map(({ value }) => ({ id: idOf("ChongqingCase", value.id), summary: { title: null } })),
  };
}

/** Who the user of the forwarded token is. */
export async function findAccount({ load, call }: ChongqingContext): Promise<NodeAccount> {
  const { value } = await load.kjy01().account(call);
  return {
    userName: value.userName,
    organizationName: value.organization.name,
    organizationUscc: validUscc(value.organization),
  };
}
