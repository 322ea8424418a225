/** What each page is about, for search engines and for chats that preview a link: only the build writes it. */
import type { PageId } from './pages.ts';

export const pageDescriptions: Readonly<Record<PageId, string>> = {
  cost: 'What a million tokens of a model cost on a datacentre accelerator, how fast they come, at how many joules, and how sure anyone can be.',
  choose: 'Which accelerators carry a load at least cost, how many of them, how sure that order is, and why the others do not.',
  budget: 'A year of a load in dollars, reserved, rented by the hour, owned or bought by the token, with intervals and as a file.',
  map: 'Which workloads run at which sites on six continents, under limits of latency, law and real capacity, and why every other site was not chosen.',
  agents: 'Dollars, joules and seconds for one task of an agent and for one that succeeds: model calls, tools, retries and fan-out.',
  training: 'Days, dollars and MFU of training or fine-tuning a model on a number of accelerators, with the memory that it takes.',
  measure: 'Real matrix-multiply and attention kernels run on your GPU in the browser, each checked before its time counts. Nothing is uploaded.',
  check: 'What your benchmark printed against what the server should do: how far apart, how sure, and what could explain it. Nothing is uploaded.',
  signals: 'Five signals of the AI factory: token cost, capacity by region, tokens per watt, partners, and alternatives to the largest vendor.',
  accuracy: 'What the lab predicts beside what others measured and published, by accelerator, model and engine that it has never seen.',
  method: 'From a kernel’s time to dollars per million tokens: the equations, what was fitted, and where each number comes from.',
  embed: 'One figure of the lab in your own page, as an element or as a frame: a poster that answers when your readers press it.',
};
