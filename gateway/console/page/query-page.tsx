import "./setup-workers.ts";
import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { GraphiQL } from "graphiql";
import { useEffect, useMemo, useRef } from "react";
import { createFetcher } from "./fetcher.ts";
import type { PageData } from "./page-data.ts";
import { STORAGE_WITHOUT_HEADERS } from "./storage-without-headers.ts";
import { type Language, TEXTS } from "./texts.ts";

interface QueryPageProps {
  readonly data: PageData;
  readonly language: Language;
  /** The example asked for in the page's address. */
  readonly wanted: string | undefined;
}

/** GraphiQL over this hub, with the examples at hand. Headers (tokens) are never stored. */
export function QueryPage({ data, language, wanted }: QueryPageProps) {
  const fetcher = useMemo(() => createFetcher(language), [language]);
  const first = data.examples.find(({ name }) => name === (wanted ?? "patent-by-any-number")) ?? data.examples[0];
  return (
    <GraphiQL
      fetcher={fetcher}
      forcedTheme="system"
      storage={STORAGE_WITHOUT_HEADERS}
      shouldPersistHeaders={false}
      showPersistHeadersSettings={false}
      defaultEditorToolsVisibility="variables"
      initialQuery={first?.query ?? ""}
      initialVariables={first?.variables ?? ""}
      initialHeaders={first?.headers ?? ""}
    >
      <GraphiQL.Logo>
        <ExamplePicker data={data} language={language} wanted={wanted} />
      </GraphiQL.Logo>
    </GraphiQL>
  );
}

function ExamplePicker({ data, language, wanted }: QueryPageProps) {
  const { addTab } = useGraphiQLActions();
  const editors = useGraphiQL(({ queryEditor, variableEditor, headerEditor, responseEditor }) => ({
    queryEditor,
    variableEditor,
    headerEditor,
    responseEditor,
  }));
  const shown = useRef(wanted ?? "patent-by-any-number");
  const open = (name: string) => {
    const example = data.examples.find((candidate) => candidate.name === name);
    if (example === undefined || editors.queryEditor === undefined) return;
    shown.current = name;
    addTab();
    editors.queryEditor.setValue(example.query);
    editors.variableEditor?.setValue(example.variables);
    editors.headerEditor?.setValue(example.headers);
  };
  useEffect(() => {
    // Full-width punctuation is no spelling trick in a Chinese text.
    for (const editor of Object.values(editors))
      editor?.updateOptions({ unicodeHighlight: { ambiguousCharacters: false } });
  }, [editors]);
  useEffect(() => {
    if (wanted !== undefined && wanted !== shown.current) open(wanted);
  });
  return (
    <select
      aria-label={TEXTS[language].examples}
      className="example-picker"
      value=""
      onChange={({ currentTarget }) => open(currentTarget.value)}
    >
      <option value="" disabled>
        {TEXTS[language].chooseExample}
      </option>
      {data.examples.map(({ name, summary }) => (
        <option key={name} value={name}>
          {summary[language]}
        </option>
      ))}
    </select>
  );
}
