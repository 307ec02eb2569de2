import type { IsOperator } from "./operator-token.ts";

/** Who asks the admin API: the operator of the hub, or the owner of one node. */
export type AdminCaller = { readonly kind: "operator" } | { readonly kind: "owner"; readonly node: string };

/** By the header `Authorization`; undefined for strangers. */
export type FindCaller = (authorization: string | undefined) => AdminCaller | undefined;

export function createFindCaller(
  isOperator: IsOperator,
  ownerOf: (authorization: string | undefined) => string | undefined,
): FindCaller {
  return (authorization) => {
    if (isOperator(authorization)) return { kind: "operator" };
    const node = ownerOf(authorization);
    return node === undefined ? undefined : { kind: "owner", node };
  };
}
