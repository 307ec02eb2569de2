/** `20211210`, `2021-12-10`, `2021年12月10日` → `2021-12-10`. Placeholders (`00000000`) and days that do not exist → null. */
export function gazetteDay(text: string): string | null {
  const [, year, month, day] = /^\s*(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?\s*$/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) && Number(year) >= 1883 ? iso : null;
}
