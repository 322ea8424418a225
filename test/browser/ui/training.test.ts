/** Whoever trains or tunes: days and dollars, whether it fits and what would, a link that brings the run back, and published runs beside it. */
import { describe, expect, it } from 'vitest';
import { train } from '../../../src/index.ts';
import type { LabApp } from '../../../src/ui/page/app.ts';
import { bigMoney } from '../../../src/ui/text/fleet-words.ts';
import { openingTraining, trainingInput } from '../../../src/ui/text/training-question.ts';
import { askedOf, publishedOf, trainingAnswerOf, trainingOf } from '../../../src/ui/training/training-session.ts';
import { enter, expectAccessible, inside, insideAs, numberIn, pause, textOf, until } from '../mount.ts';
import { openLab } from '../open-lab.ts';

const training = (search: string): Promise<LabApp> => openLab('training', search, 'lab-training-published');

const page = (app: LabApp): HTMLElement => inside(app, 'lab-training');
const answered = (app: LabApp): Promise<void> => until(() => trainingAnswerOf(app.session).state.kind === 'finished', 'the answer', 60_000);

async function opened(app: LabApp, label: string): Promise<HTMLElement> {
  const sentence = inside(page(app), 'lab-training-sentence');
  const word = [...(sentence.shadowRoot?.querySelectorAll('lab-word') ?? [])].find((each) => each.label === label);
  if (!word) throw new Error(`no word ${label}`);
  await word.toggle();
  await until(() => word.shadowRoot?.querySelector('lab-training-fields') !== null, label);
  await pause(50);
  return inside(word, 'lab-training-fields');
}

describe('the page of training', () => {
  it('says what a run takes as the library does, and an edited word is another answer and another link', async () => {
    const app = await training('v=1');
    await answered(app);
    await until(() => publishedOf(app.session).state.kind === 'finished', 'published runs', 60_000);
    await pause(300);
    const said = await train(trainingInput(openingTraining, app.session.scenario.current));
    const [time, money] = page(app).shadowRoot?.querySelectorAll('.hero strong') ?? [];
    expect(Number.parseFloat(time?.textContent ?? '')).toBeCloseTo(said.hours?.value ?? 0, 0);
    expect(money?.textContent).toBe(said.usd && bigMoney(said.usd).value);
    expect(textOf(inside(app, 'lab-training-memory'))).toContain('It fits on two H200s');
    expect(textOf(inside(app, 'lab-training-published'))).toMatch(/published runs most like it/);
    await expectAccessible(document);

    const tokens = await opened(app, 'Tokens');
    const field = numberIn(tokens, 'Tokens of the whole run, billions');
    await enter(field, '0');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(textOf(tokens)).toContain('The answer is still for 0.1');
    await enter(field, '2');
    await answered(app);
    await pause(400);
    expect(new URL(location.href).searchParams.get('training.tokens')).toBe('2000000000');
    expect(inside(page(app), '.hero strong').textContent).toMatch(/days$/);
    trainingOf(app.session).undo();
    await until(() => !location.search.includes('training.'), 'the address');
  });

  it('says that a run of a link does not fit, shows by how much, and offers what would', async () => {
    const app = await training('v=1&training.kind=fine-tune&training.accelerators=2&training.tokens=1e9&training.loraRnk=8');
    await answered(app);
    await pause(50);
    expect(textOf(page(app))).toContain('loraRnk: no such field; did you mean loraRank');
    expect(inside(page(app), '.hero').textContent).toContain('This does not fit');
    await until(() => inside(app, 'lab-training-memory').shadowRoot?.querySelector('lab-figure') !== null, 'the memory');
    expect(insideAs(HTMLElement, inside(app, 'lab-training-memory'), 'lab-figure')).toHaveProperty(
      'heading',
      expect.stringContaining('the leanest layout needs 600 GB'),
    );
    await pause(300);
    await expectAccessible(document);
    const ways = [...(page(app).shadowRoot?.querySelectorAll<HTMLElement>('.remedies button') ?? [])];
    expect(ways.map(({ textContent }) => textContent.trim().replace(/,.*/, ''))).toEqual([
      expect.stringMatching(/^On \w+ H200s/),
      'Adapters (LoRA) on two H200s',
      'Adapters on 4-bit weights (QLoRA) on two H200s',
    ]);
    ways[1]?.click();
    await until(() => trainingAnswerOf(app.session).shown?.answer.estimate.feasible === true, 'a run that fits', 60_000);
    expect(askedOf(app.session)).toMatchObject({ method: 'lora', accelerators: 2 });
    await until(() => location.search.includes('training.method=lora'), 'the address');
  });
});
