import type { WorldPatent } from "#adapters/runtime/sandbox/world/types.ts";
import { escapeXml } from "./xml-text.ts";

/** The six sides and one in perspective, under the names that designs print. */
const VIEWS = ["主视图", "后视图", "左视图", "右视图", "俯视图", "仰视图", "立体图"] as const;
const MOST_DRAWINGS = 4;

/** The figure beside the abstract; as in real files its image is one of its own, without a label. */
export function abstractFigure({ applicationNumber }: WorldPatent): string {
  return `<business:AbstractFigure><base:Figure num="0001">${image(`${serialOf(applicationNumber)}.JPG`, "undefined")}</base:Figure></business:AbstractFigure>`;
}

/** Views of a design, drawings of what else there is: how many is told by the number, so that every feed has the same. */
export function figures({ applicationNumber, type }: WorldPatent): string {
  const serial = serialOf(applicationNumber);
  const drawings = Array.from({ length: 1 + (Number(serial) % MOST_DRAWINGS) }, (_, index) => `图${index + 1}`);
  const items = (type === "DESIGN" ? VIEWS : drawings).map((label, index) => {
    const place = String(index + 1).padStart(4, "0");
    return `<base:Figure id="f${place}" num="${place}" figureLabels="${escapeXml(label)}">${image(`HDA${serial}${place}.JPG`, "drawing")}</base:Figure>`;
  });
  return `<business:Drawings lang="zh">${items.join("\n")}</business:Drawings>\n`;
}

function image(file: string, content: string): string {
  return `<base:Image file="${file}" imgContent="${content}" imgFormat="JPEG"/>`;
}

/** `CN202310123456.6` → `202310123456`. */
function serialOf(applicationNumber: string): string {
  return applicationNumber.slice(2).replace(/\..*$/, "");
}
