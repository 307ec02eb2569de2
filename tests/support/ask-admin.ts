export const OPERATOR_TOKEN = "operator-token-of-the-tests";
/** Settings of a hub that has an operator. */
export const ADMIN_ENV = { HUB_ADMIN_TOKEN: OPERATOR_TOKEN };
/** Headers of that operator. */
export const OPERATOR = { authorization: `Bearer ${OPERATOR_TOKEN}` };

export interface AdminAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

/** Asks the admin API: a POST where there is a body. */
export async function admin(
  url: string,
  action: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = OPERATOR,
): Promise<AdminAnswer> {
  const options = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(`${url}/admin/${action}`, options);
  const answered = (await response.json()) as AdminAnswer["body"];
  return { status: response.status, body: answered, headers: response.headers };
}
