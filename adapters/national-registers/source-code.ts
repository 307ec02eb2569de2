/** The code of this source in settings, provenance, errors and metrics. */
export const SOURCE_CODE = "national-registers";
