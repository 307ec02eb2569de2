import type { Language } from "./texts.ts";

const NODES = `query ConsoleNodes {
  hubNodes {
    code name operator state
    region { name }
    provides { kind }
    sources { code name kind health lastSuccessAt licence { name attribution } }
  }
}`;

export interface NodeSource {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly health: string;
  readonly lastSuccessAt: string | null;
  readonly licence: { readonly name: string | null; readonly attribution: string | null } | null;
}

export interface HubNode {
  readonly code: string;
  readonly name: string | null;
  readonly operator: string | null;
  readonly state: string;
  readonly region: { readonly name: string | null } | null;
  readonly provides: readonly { readonly kind: string }[];
  readonly sources: readonly NodeSource[];
}

interface Answer {
  readonly data?: { readonly hubNodes?: readonly HubNode[] | null } | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** Asks the hub about itself; rejects with a message fit to be shown. */
export async function fetchNodes(language: Language, signal: AbortSignal): Promise<readonly HubNode[]> {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", "accept-language": language },
    body: JSON.stringify({ query: NODES, operationName: "ConsoleNodes" }),
    signal,
  });
  const answer = (await response.json()) as Answer;
  const nodes = answer.data?.hubNodes;
  if (nodes === undefined || nodes === null) throw new Error(answer.errors?.[0]?.message ?? `HTTP ${response.status}`);
  return nodes;
}
