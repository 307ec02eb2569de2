/** Resolves when the style sheet applies; a page without it would jump. */
export function loadStyles(href: string): Promise<void> {
  if (document.querySelector(`link[href="${href}"]`) !== null) return Promise.resolve();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  link.addEventListener("load", () => resolve());
  link.addEventListener("error", () => reject(new Error("styles not loaded")));
  document.head.append(link);
  return promise;
}
