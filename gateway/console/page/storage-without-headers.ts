/**
 * The browser's storage for GraphiQL, less the header editor: its history keeps headers, and with them the user's
 * platform tokens, even where it is told not to persist them (graphiql 5.4).
 */
export const STORAGE_WITHOUT_HEADERS = {
  get length() {
    return localStorage.length;
  },
  getItem: (key: string) => localStorage.getItem(key),
  setItem: (key: string, value: string) => localStorage.setItem(key, withoutHeaders(value)),
  removeItem: (key: string) => localStorage.removeItem(key),
  clear: () => localStorage.clear(),
};

function withoutHeaders(value: string): string {
  if (!value.includes('"headers"')) return value;
  try {
    return JSON.stringify(JSON.parse(value, (key, inner: unknown) => (key === "headers" ? undefined : inner)));
  } catch {
    return value;
  }
}
