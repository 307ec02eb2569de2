/** How the editors of stand-ins print the same value in many ways; `turn` picks one. */

/** A day (YYYY-MM-DD) in one of six spellings, some with a time that means nothing. */
export function printDay(day: string, turn: number): string {
  const [year = "", month = "", date = ""] = day.split("-");
  const spellings = [
    day,
    `${year}/${Number(month)}/${Number(date)} 0:00:00`,
    `${year}年${month}月${date}日`,
    `${year}${month}${date}`,
    `${year}.${month}.${date}`,
    `${day}T00:00:00+08:00`,
  ];
  return spellings[turn % spellings.length] ?? day;
}

/** Letters, digits and dots in full width, as an input method left them. */
export function widen(text: string): string {
  return text.replace(/[0-9A-Za-z.]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
}
