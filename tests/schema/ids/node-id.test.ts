import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeNodeId, encodeNodeId } from "#schema/ids/node-id.ts";

const typenames = fc.stringMatching(/^[_A-Za-z][_0-9A-Za-z]{0,30}$/);
const keys = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });

describe("node ids", () => {
  it("come back as what they were made from", () => {
    fc.assert(
      fc.property(typenames, keys, (typename, key) => {
        const id = encodeNodeId(typename, key);
        expect(id).toMatch(/^[\w-]+$/);
        expect(decodeNodeId(id)).toEqual({ typename, key });
      }),
    );
  });

  it("keep keys with colons, line breaks and Chinese characters", () => {
    expect(decodeNodeId(encodeNodeId("Case", "a:b\n案"))).toEqual({ typename: "Case", key: "a:b\n案" });
  });

  it.each([
    "",
    "abc",
    "CN202310123456.6",
    "A".repeat(600),
    Buffer.from("2:Patent:x").toString("base64url"),
    Buffer.from("1:Patent:").toString("base64url"),
    Buffer.from("1:1Patent:x").toString("base64url"),
    `${encodeNodeId("Patent", "CN202310123456.6")}=`,
    Buffer.concat([Buffer.from("1:Patent:"), Buffer.from([0xff])]).toString("base64url"),
  ])("refuse the junk %s", (id) => {
    expect(decodeNodeId(id)).toBeNull();
  });

  it("have one spelling only", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w-]{1,60}$/), (id) => {
        const decoded = decodeNodeId(id);
        if (decoded !== null) expect(encodeNodeId(decoded.typename, decoded.key)).toBe(id);
      }),
    );
  });

  it("are not made of what could not be read back", () => {
    expect(() => encodeNodeId("Patent", "")).toThrow(RangeError);
    expect(() => encodeNodeId("Pat:ent", "x")).toThrow(RangeError);
    expect(() => encodeNodeId("Patent", "x".repeat(600))).toThrow(RangeError);
    expect(() => encodeNodeId("Patent", "\ud800")).toThrow(RangeError);
  });
});
