import { type DefinitionNode, Kind, type StringValueNode } from "graphql";

/** One thing that must carry a description. */
export interface DescribedPart {
  readonly place: string;
  readonly description: string | undefined;
  /** Values of enums are labels: "中文 | English". */
  readonly isLabel: boolean;
}

interface Describable {
  readonly description?: StringValueNode | undefined;
}

/** Types, fields, arguments, input fields and enum values that an SDL document defines (extensions: their members). */
export function describedParts(definitions: readonly DefinitionNode[]): readonly DescribedPart[] {
  return definitions.flatMap((definition) => {
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.OBJECT_TYPE_EXTENSION:
      case Kind.INTERFACE_TYPE_EXTENSION: {
        const { value: name } = definition.name;
        const fields = (definition.fields ?? []).flatMap((field) => [
          toPart(`${name}.${field.name.value}`, field),
          ...(field.arguments ?? []).map((argument) =>
            toPart(`${name}.${field.name.value}(${argument.name.value}:)`, argument),
          ),
        ]);
        return [...selfOf(name, definition), ...fields];
      }
      case Kind.INPUT_OBJECT_TYPE_DEFINITION: {
        const { value: name } = definition.name;
        const fields = (definition.fields ?? []).map((field) => toPart(`${name}.${field.name.value}`, field));
        return [toPart(name, definition), ...fields];
      }
      case Kind.ENUM_TYPE_DEFINITION: {
        const { value: name } = definition.name;
        const values = (definition.values ?? []).map((value) => toPart(`${name}.${value.name.value}`, value, true));
        return [toPart(name, definition), ...values];
      }
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.UNION_TYPE_DEFINITION:
        return [toPart(definition.name.value, definition)];
      case Kind.DIRECTIVE_DEFINITION:
        return [toPart(`@${definition.name.value}`, definition)];
      default:
        return [];
    }
  });
}

/** Root types and extensions are described where they are first defined. */
function selfOf(name: string, definition: Describable & { readonly kind: Kind }): readonly DescribedPart[] {
  const isDefinition = definition.kind.endsWith("Definition");
  return isDefinition && name !== "Query" ? [toPart(name, definition)] : [];
}

function toPart(place: string, { description }: Describable, isLabel = false): DescribedPart {
  return { place, description: description?.value, isLabel };
}
