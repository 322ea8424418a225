/**
 * The addresses of the lab: one folder each, all of them the same page, which draws what its address names. The build writes the folders
 * from this list, with a title, a description and a preview of their own.
 */

export type PageId = 'cost' | 'choose' | 'budget' | 'measure' | 'accuracy' | 'method' | 'embed';

export interface LabPage {
  readonly id: PageId;
  /** Below the folder that the lab is served from; empty, or with a slash at the end. */
  readonly path: string;
  /** In the navigation. */
  readonly name: string;
  /** The question that it answers, as title of the document and of previews. */
  readonly title: string;
  readonly description: string;
  /** Where its link stands. */
  readonly place: 'pages' | 'tools' | 'footer';
  /** Ids of the figures on it, which a fragment can name. */
  readonly figures: readonly string[];
}

export const pages: readonly LabPage[] = [
  {
    id: 'cost',
    path: '',
    name: 'Cost',
    title: 'What does a million tokens cost?',
    description:
      'What a million tokens of a model cost on a datacentre accelerator, how fast they come, at how many joules, and how sure anyone can be.',
    place: 'pages',
    figures: ['answer', 'costs', 'moves', 'time', 'waiting', 'assumptions'],
  },
  {
    id: 'choose',
    path: 'choose/',
    name: 'Choose',
    title: 'What should I buy for this load?',
    description: 'Which accelerators carry a load at least cost, how many of them, how sure that order is, and why the others do not.',
    place: 'pages',
    figures: ['fleet', 'frontier', 'fleets'],
  },
  {
    id: 'budget',
    path: 'budget/',
    name: 'Budget',
    title: 'What does a year of it cost?',
    description: 'A year of a load in dollars, reserved, rented by the hour, owned or bought by the token, with intervals and as a file.',
    place: 'pages',
    figures: ['budget-answer', 'year', 'rests'],
  },
  {
    id: 'measure',
    path: 'measure/',
    name: 'Measure',
    title: 'What can my GPU do?',
    description:
      'Real matrix-multiply and attention kernels run on your GPU in the browser, each checked before its time counts. Nothing is uploaded.',
    place: 'tools',
    figures: ['run', 'models', 'roofline', 'kernels', 'transfer', 'history'],
  },
  {
    id: 'accuracy',
    path: 'accuracy/',
    name: 'Accuracy',
    title: 'How often is the lab right?',
    description: 'What the lab predicts beside what others measured and published, by accelerator, model and engine that it has never seen.',
    place: 'footer',
    figures: ['accuracy'],
  },
  {
    id: 'method',
    path: 'method/',
    name: 'Method',
    title: 'How is it computed?',
    description: 'From a kernel’s time to dollars per million tokens: the equations, what was fitted, and where each number comes from.',
    place: 'footer',
    figures: ['method'],
  },
  {
    id: 'embed',
    path: 'embed/',
    name: 'Embed',
    title: 'How do I put a figure in my article?',
    description: 'One figure of the lab in your own page, as an element or as a frame: a poster that answers when your readers press it.',
    place: 'footer',
    figures: ['snippets'],
  },
];

const [opening] = pages as readonly [LabPage, ...LabPage[]];

export const pageById = (id: PageId): LabPage => pages.find((page) => page.id === id) ?? opening;

/** The page that has this figure: an address from before pages had their own still finds it. */
export const pageOfFigure = (figure: string): LabPage | null => pages.find(({ figures }) => figures.includes(figure)) ?? null;
