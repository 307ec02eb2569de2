import { type DocumentNode, Kind, visit } from "graphql";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";

/** Refuses `__schema` and `__type` where introspection is off; `__typename` stays. */
export function refuseIntrospection(document: DocumentNode, isAllowed: boolean): Refusal | undefined {
  if (isAllowed) return undefined;
  let found = false;
  visit(document, {
    [Kind.FIELD]: ({ name }) => {
      found ||= name.value === "__schema" || name.value === "__type";
    },
  });
  return found ? refuse("INTROSPECTION_DISABLED") : undefined;
}
