import { describe, expect, it } from 'vitest';
import { citationBibtex, citationText } from '../../src/share/cite.ts';

const citation = { modelVersion: '2026.11-4', date: '2026-03-07', link: 'https://lab.example/?a=1', subject: 'Llama on 2 H200' };

describe('a citation', () => {
  it('is one sentence with version, day and link', () => {
    expect(citationText(citation)).toBe('Inference cost lab, version 2026.11-4: Llama on 2 H200. 2026-03-07. https://lab.example/?a=1');
  });

  it('is an entry of BibTeX', () => {
    expect(citationBibtex(citation)).toBe(
      [
        '@misc{inferencecostlab-2026-03-07,',
        '  title        = {Inference cost lab: Llama on 2 H200},',
        '  author       = {{Inference cost lab}},',
        '  year         = {2026},',
        '  month        = {3},',
        '  version      = {2026.11-4},',
        '  howpublished = {\\url{https://lab.example/?a=1}},',
        '  note         = {Answered on 2026-03-07},',
        '}',
        '',
      ].join('\n'),
    );
  });

  it('escapes every character that TeX acts upon', () => {
    expect(citationBibtex({ ...citation, subject: 'a\\b{c}%&$#_^~d' })).toContain(
      'a\\textbackslash{}b\\{c\\}\\%\\&\\$\\#\\_\\textasciicircum{}\\textasciitilde{}d',
    );
    expect(citationBibtex({ ...citation, link: 'https://lab.example/{x}\\' })).toContain('\\url{https://lab.example/%7Bx%7D%5C}');
  });
});
