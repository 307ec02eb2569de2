import { checkOwnership } from "#gateway/supergraph/ownership/check-ownership.ts";
import { checkFields, RecurringFields } from "#gateway/supergraph/ownership/recurring-fields.ts";
import { type OwnSchema, TypeOwners } from "#gateway/supergraph/ownership/type-owners.ts";
import type { MemberProblem } from "./member-problem.ts";
import { checkSize } from "./schema-limits.ts";

/**
 * What keeps nodes out of a graph before it is composed: schemas that are too large, take what is another owner's, or name
 * things otherwise than the others do. `standing` have been checked when they came; those who come are checked against them
 * and those who come before.
 */
export function checkMembers(standing: readonly OwnSchema[], coming: readonly OwnSchema[]): readonly MemberProblem[] {
  const oversized = coming.flatMap(({ node, own }) => checkSize(node, own));
  if (oversized.length > 0 || coming.length === 0) return oversized;
  const owners = new TypeOwners(standing);
  const fields = new RecurringFields(standing.filter(({ seesOthers }) => !seesOthers).map(({ own }) => own));
  return coming.flatMap((schema) => {
    const found = [...checkOwnership(schema, owners), ...checkFields(schema.node, schema.own, fields)];
    owners.add(schema);
    fields.add(schema.own);
    return found;
  });
}
