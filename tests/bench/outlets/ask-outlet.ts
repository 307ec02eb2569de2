import { askHub } from "#tests/support/hub-client.ts";
import type { Outlet } from "./start-outlets.ts";

export interface OutletAnswer {
  readonly ms: number;
  /** Records came, and no error with them. */
  readonly isWhole: boolean;
  readonly rows: number;
}

interface Data {
  readonly hubNode: Readonly<Record<string, { readonly nodes: readonly object[] } | undefined>> | null;
}

/** A part of the outlet's list, of another length in each turn, so that no answer is a copy of the one before. */
export async function askOutlet(url: string, { code, kind }: Outlet, turn: number): Promise<OutletAnswer> {
  const query = `query ($first: Int!) {
    hubNode(code: "${code}") { ${kind.plural}(first: $first) { nodes { id __typename } total { value } } }
  }`;
  const startedAt = performance.now();
  const { data, errors } = await askHub<Data>(url, query, { first: 1 + (turn % 100) });
  const rows = data?.hubNode?.[kind.plural]?.nodes.length ?? 0;
  return { ms: performance.now() - startedAt, isWhole: errors.length === 0 && rows > 0, rows };
}
