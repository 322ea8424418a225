/** Why a number is what it is, with the session of a page behind it. */
import { html } from 'lit';
import { describe, expect, it } from 'vitest';
import { Session } from '../../../src/session/session.ts';
import { LabWhy } from '../../../src/ui/figures/why/why.ts';
import { measuringWith } from '../fake-run.ts';
import { expectAccessible, inside, mount, textOf } from '../mount.ts';

async function opened(): Promise<LabWhy> {
  const session = new Session({ measuring: measuringWith() });
  await session.open();
  session.scenario.change({ concurrency: 32 });
  const host = await mount(LabWhy, html`<lab-why .session=${session}></lab-why>`);
  host.show('timePerOutputToken');
  await host.updateComplete;
  await host.updateComplete;
  return host;
}

describe('why', () => {
  it('leads from a number to its terms, from a term to its facts, and from a fact to its source', async () => {
    const host = await opened();
    expect(inside(host, 'h2').textContent).toMatch(/Why Time per output token is [\d.]+ ms/);
    expect(textOf(inside(host, '.how'))).toContain('add up');
    inside(host, 'summary').click();
    const terms = textOf(inside(host, 'details'));
    expect(terms).toMatch(/Reading weights/);
    expect(terms).toMatch(/Memory bandwidth of H200.*TB\/s/);
    expect(inside(host, 'details a').getAttribute('href')).toMatch(/^https:/);
    await expectAccessible(document);
  });
});
