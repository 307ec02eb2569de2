import { isMap, isScalar, parseDocument } from "yaml";

/** The same manifest, comments and all, with every source at another address; paths of base URLs stay. */
export function pointManifestAt(text: string, url: string): string {
  const document = parseDocument(text);
  const sources = document.get("sources");
  for (const { key } of isMap(sources) ? sources.items : []) {
    const place = ["sources", isScalar(key) ? key.value : key, "baseUrl"];
    const written = document.getIn(place);
    if (typeof written === "string") document.setIn(place, moved(written, url));
  }
  return document.toString({ lineWidth: 0 });
}

function moved(written: string, url: string): string {
  const path = new URL(written).pathname;
  return path === "/" ? url : url + path;
}
