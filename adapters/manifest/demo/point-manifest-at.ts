import { isMap, isScalar, parseDocument } from "yaml";

/** Where a source of a manifest names an address. */
const ADDRESSES = [["baseUrl"], ["snapshot", "url"], ["authentication", "tokenUrl"]] as const;

/** The same manifest, comments and all, with every source at another address; paths stay. */
export function pointManifestAt(text: string, url: string): string {
  const document = parseDocument(text);
  const sources = document.get("sources");
  for (const { key } of isMap(sources) ? sources.items : []) {
    for (const address of ADDRESSES) {
      const place = ["sources", isScalar(key) ? key.value : key, ...address];
      const written = document.getIn(place);
      if (typeof written === "string") document.setIn(place, moved(written, url));
    }
  }
  return document.toString({ lineWidth: 0 });
}

function moved(written: string, url: string): string {
  const path = new URL(written).pathname;
  return path === "/" ? url : url + path;
}
