/**
 * The addresses of the lab: one folder each, all of them the same page, which draws what its address names. The build writes the folders
 * from this list, with a title, a description (`page-descriptions.ts`) and a preview of their own.
 */

export type PageId = 'cost' | 'choose' | 'budget' | 'map' | 'agents' | 'training' | 'measure' | 'check' | 'signals' | 'accuracy' | 'method' | 'embed';

export interface LabPage {
  readonly id: PageId;
  /** Below the folder that the lab is served from; empty, or with a slash at the end. */
  readonly path: string;
  /** In the navigation. */
  readonly name: string;
  /** The question that it answers, as title of the document and of previews. */
  readonly title: string;
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
    place: 'pages',
    figures: ['answer', 'costs', 'moves', 'time', 'waiting', 'assumptions'],
  },
  {
    id: 'choose',
    path: 'choose/',
    name: 'Choose',
    title: 'What should I buy for this load?',
    place: 'pages',
    figures: ['fleet', 'frontier', 'fleets'],
  },
  {
    id: 'budget',
    path: 'budget/',
    name: 'Budget',
    title: 'What does a year of it cost?',
    place: 'pages',
    figures: ['budget-answer', 'year', 'break-even', 'rests'],
  },
  {
    id: 'map',
    path: 'map/',
    name: 'Map',
    title: 'Where should it run?',
    place: 'pages',
    figures: ['plan', 'world', 'workloads', 'plan-sites', 'reasons', 'what-if', 'independence'],
  },
  {
    id: 'agents',
    path: 'agents/',
    name: 'Agents',
    title: 'What does a task of an agent cost?',
    place: 'pages',
    figures: ['task', 'task-money', 'task-time', 'task-levers', 'task-presets'],
  },
  {
    id: 'training',
    path: 'training/',
    name: 'Training',
    title: 'Train it or tune it, and on what?',
    place: 'pages',
    figures: ['training-run', 'training-memory', 'training-time', 'training-published'],
  },
  {
    id: 'measure',
    path: 'measure/',
    name: 'Measure',
    title: 'What can my GPU do?',
    place: 'tools',
    figures: ['run', 'home', 'models', 'roofline', 'kernels', 'transfer', 'history'],
  },
  {
    id: 'check',
    path: 'check/',
    name: 'Check',
    title: 'Is my server as fast as it should be?',
    place: 'footer',
    figures: ['check', 'check-times', 'check-causes', 'check-results'],
  },
  {
    id: 'signals',
    path: 'signals/',
    name: 'Signals',
    title: 'Is it getting better?',
    place: 'footer',
    figures: ['token-economics', 'capacity', 'throughput-per-watt', 'partners', 'alternatives'],
  },
  {
    id: 'accuracy',
    path: 'accuracy/',
    name: 'Accuracy',
    title: 'How often is the lab right?',
    place: 'footer',
    figures: ['accuracy'],
  },
  {
    id: 'method',
    path: 'method/',
    name: 'Method',
    title: 'How is it computed?',
    place: 'footer',
    figures: ['method'],
  },
  {
    id: 'embed',
    path: 'embed/',
    name: 'Embed',
    title: 'How do I put a figure in my article?',
    place: 'footer',
    figures: ['snippets'],
  },
];

const [opening] = pages as readonly [LabPage, ...LabPage[]];

export const pageById = (id: PageId): LabPage => pages.find((page) => page.id === id) ?? opening;

/** The page that has this figure: an address from before pages had their own still finds it. */
export const pageOfFigure = (figure: string): LabPage | null => pages.find(({ figures }) => figures.includes(figure)) ?? null;
