import type { XmlElement } from "./parse-xml.ts";

/** The first element down a path of local names; undefined when a step is missing. */
export function elementAt(root: XmlElement, ...path: readonly string[]): XmlElement | undefined {
  let element: XmlElement | undefined = root;
  for (const name of path) element = element?.children.find((child) => child.name === name);
  return element;
}

/** The children of that name; one, several and none look alike. */
export function elementsNamed(parent: XmlElement | undefined, name: string): readonly XmlElement[] {
  return parent?.children.filter((child) => child.name === name) ?? [];
}

/** The text down a path with white space collapsed; undefined when missing or empty. */
export function textAt(root: XmlElement, ...path: readonly string[]): string | undefined {
  const text = elementAt(root, ...path)
    ?.text.replaceAll(/\s+/g, " ")
    .trim();
  return text === "" ? undefined : text;
}
