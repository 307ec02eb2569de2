/** One answer of `/graphql` as a client sees it. */
export interface HubAnswer<Data = Readonly<Record<string, unknown>>> {
  readonly status: number;
  readonly data: Data | null | undefined;
  readonly errors: readonly HubError[];
  /** `extensions.hub.sources[]`; empty when not asked for. */
  readonly sources: readonly HubSource[];
  /** The whole body as received. */
  readonly text: string;
  readonly headers: Headers;
}

export interface HubError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
}

interface HubSource {
  readonly node: string;
  readonly source: string;
  readonly outcome: string;
  readonly upstreamCalls: number;
  readonly cacheHits: number;
  readonly ageSeconds: number;
}

export type Variables = Readonly<Record<string, unknown>>;
export type HeaderMap = Readonly<Record<string, string>>;

/** Asks a hub as a well-behaved client does. The caller names the shape that its query must give. */
export async function askHub<Data = Readonly<Record<string, unknown>>>(
  url: string,
  query: string,
  variables: Variables = {},
  headers: HeaderMap = {},
): Promise<HubAnswer<Data>> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const body = JSON.parse(text) as Body<Data>;
  return {
    status: response.status,
    data: body.data,
    errors: body.errors ?? [],
    sources: body.extensions?.hub?.sources ?? [],
    text,
    headers: response.headers,
  };
}

interface Body<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly HubError[];
  readonly extensions?: { readonly hub?: { readonly sources?: readonly HubSource[] } };
}
