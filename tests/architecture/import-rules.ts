/** Which of our folders a file belongs to: "schema", "adapters/runtime", "subgraphs/sichuan", "gateway", "tests". */
function zoneOf(path: string): string {
  const [top = "", second = ""] = path.split("/");
  return (top === "adapters" || top === "subgraphs") && path.split("/").length > 2 ? `${top}/${second}` : top;
}

/** Why a file may not import this; undefined where it may. The table of the house: who may import whom. */
export function refuseImport(path: string, specifier: string): string | undefined {
  if (specifier.startsWith("..") || specifier.includes("/../")) return "../ never appears";
  if (specifier.startsWith("./")) return undefined;
  const zone = zoneOf(path);
  if (specifier.startsWith("#"))
    return mayImport(zone, zoneOf(specifier.slice(1))) ? undefined : `${zone} → ${specifier}`;
  return refusePackage(zone, specifier);
}

function mayImport(from: string, to: string): boolean {
  if (from === "tests" || to === from) return true;
  if (to === "tests") return false;
  const [layer = ""] = from.split("/");
  const allowed: Readonly<Record<string, readonly RegExp[]>> = {
    schema: [],
    adapters: [/^schema$/, /^adapters\/runtime$/],
    subgraphs: [
      /^schema$/,
      /^subgraphs\/runtime$/,
      // A platform told in a file is nobody's own folder: what makes it a node is shared.
      from === "subgraphs/runtime" ? /^adapters\/(?:runtime|manifest)$/ : /^adapters\//,
    ],
    gateway: [/^schema$/, /^subgraphs\/runtime$/, /^adapters\/(runtime|manifest)$/],
  };
  if (from === "adapters/runtime") return to === "schema";
  return allowed[layer]?.some((pattern) => pattern.test(to)) ?? false;
}

function refusePackage(zone: string, specifier: string): string | undefined {
  const name = packageOf(specifier);
  const isGraphql = name === "graphql" || name.startsWith("@apollo/") || name === "dataloader";
  if (zone.startsWith("adapters") && isGraphql) return "adapters/ know no GraphQL";
  if (zone === "schema" && name.startsWith("@apollo/")) return "schema/ knows graphql alone";
  if (zone.startsWith("subgraphs/") && name === "undici") return "subgraphs/ know no HTTP client";
  return undefined;
}

/** "@apollo/server/x" → "@apollo/server"; "csv-parse/sync" → "csv-parse". */
export function packageOf(specifier: string): string {
  const parts = specifier.split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}
