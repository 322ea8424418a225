/**
 * How to cite a result: one sentence, and BibTeX. Both carry the version of the equations, the day and the link, with
 * which anybody gets the same answer again.
 */

export interface Citation {
  /** Version of equations and priors. */
  readonly modelVersion: string;
  /** ISO 8601 day on which the answer was made. */
  readonly date: string;
  readonly link: string;
  /** What was asked, in words: "Llama 3.3 70B on 2 H200, 32 requests at once". */
  readonly subject: string;
}

export function citationText({ modelVersion, date, link, subject }: Citation): string {
  return `Inference cost lab, version ${modelVersion}: ${subject}. ${date}. ${link}`;
}

export function citationBibtex({ modelVersion, date, link, subject }: Citation): string {
  const [year = '', month = ''] = date.split('-');
  const key = `inferencecostlab-${date}`;
  return [
    `@misc{${key},`,
    `  title        = {${inBibtex(`Inference cost lab: ${subject}`)}},`,
    `  author       = {{Inference cost lab}},`,
    `  year         = {${year}},`,
    `  month        = {${String(Number(month))}},`,
    `  version      = {${inBibtex(modelVersion)}},`,
    `  howpublished = {\\url{${link.replace(/[{}\\]/g, encodeURIComponent)}}},`,
    `  note         = {Answered on ${date}},`,
    '}',
    '',
  ].join('\n');
}

/** Characters that TeX would act upon. */
function inBibtex(text: string): string {
  return text.replace(/[\\{}%&$#_^~]/g, (character) => {
    if (character === '\\') return '\\textbackslash{}';
    if (character === '^') return '\\textasciicircum{}';
    if (character === '~') return '\\textasciitilde{}';
    return `\\${character}`;
  });
}
