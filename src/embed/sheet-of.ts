/** Styles without markup: a policy that admits no inline style admits a constructed sheet. */
export function sheetOf(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}
