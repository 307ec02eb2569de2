import { lazy, Suspense, useEffect, useState } from "react";
import { ErrorBoundary } from "./error-boundary.tsx";
import { loadStyles } from "./load-styles.ts";
import { readPageData } from "./page-data.ts";
import { StartPage } from "./start-page.tsx";
import { type Language, TEXTS } from "./texts.ts";

const data = readPageData();
const LANGUAGE_KEY = "hub:language";

// The editor is large: it comes when it is wanted, with its styles.
const QueryPage = lazy(async () => {
  const [page] = await Promise.all([import("./query-page.tsx"), loadStyles(data.queryStyles)]);
  return { default: page.QueryPage };
});

/** The hub's page: start and query, in Chinese or English. */
export function Console() {
  const [language, setLanguage] = useLanguage();
  const place = usePlace();
  const texts = TEXTS[language];
  return (
    <>
      <nav className="bar" aria-label={texts.title}>
        <a href="#start" className="brand">
          {texts.title}
        </a>
        <a href="#start" aria-current={place.page === "start" ? "page" : undefined}>
          {texts.start}
        </a>
        <a href="#query" aria-current={place.page === "query" ? "page" : undefined}>
          {texts.query}
        </a>
        <button type="button" className="quiet push" onClick={() => setLanguage(language === "zh" ? "en" : "zh")}>
          {texts.other}
        </button>
      </nav>
      {place.page === "start" ? (
        <StartPage data={data} language={language} />
      ) : (
        <div className="query">
          <ErrorBoundary fallback={<p className="notice bad">{texts.queryFailed}</p>}>
            <Suspense fallback={<p className="notice">{texts.loadingQuery}</p>}>
              <QueryPage data={data} language={language} wanted={place.example} />
            </Suspense>
          </ErrorBoundary>
        </div>
      )}
    </>
  );
}

function useLanguage(): readonly [Language, (language: Language) => void] {
  const [language, setLanguage] = useState<Language>(() => (localStorage.getItem(LANGUAGE_KEY) === "en" ? "en" : "zh"));
  useEffect(() => {
    localStorage.setItem(LANGUAGE_KEY, language);
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  }, [language]);
  return [language, setLanguage];
}

interface Place {
  readonly page: "start" | "query";
  readonly example: string | undefined;
}

/** The place in the page's address: `#start`, `#query`, `#query/EXAMPLE`. */
function usePlace(): Place {
  const [place, setPlace] = useState(readPlace);
  useEffect(() => {
    const onChange = () => setPlace(readPlace());
    window.addEventListener("hashchange", onChange);
    return () => window.removeEventListener("hashchange", onChange);
  }, []);
  return place;
}

function readPlace(): Place {
  const [page, example] = window.location.hash.slice(1).split("/", 2);
  return page === "query" ? { page, example } : { page: "start", example: undefined };
}
