/** The cost page: the scenario as a sentence, the number, and the figures that say where it comes from. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Estimate } from '../../estimate/estimate.ts';
import type { Session } from '../../session/session.ts';
import '../page/answer.ts';
import type { Frame, PageView } from '../page/page-view.ts';
import '../page/sentence.ts';
import type { SentenceEnding } from '../page/sentence.ts';
import { acceleratorWords, modelName } from '../text/phrases.ts';

export const costView: PageView = {
  title: ({ scenario, estimate }) => `${modelName(scenario.current)} on ${acceleratorWords(scenario.current, estimate.accelerators)}`,
  draw: ({ session, ready }: Frame): TemplateResult =>
    html`${firstScreen(session, ready)}
      <nav class="within" aria-label="On this page">
        <a href="#costs">What it costs elsewhere</a><a href="#moves">What moves the price</a><a href="#time">Where the time goes</a
        ><a href="#waiting">Waiting times</a><a href="#assumptions">What this rests on</a>
      </nav>
      ${ready ? below() : html`<div class="waiting"></div>`}`,
};

function firstScreen({ scenario, estimate, preferences, claimedAnchors, drafts }: Session, ready: boolean): TemplateResult {
  const inverse = preferences.unit === 'tokens-per-usd';
  return html`<section
    class="first"
    id="answer"
    aria-label="Question and answer"
    @lab-reset=${() => scenario.reset()}
    @lab-unit=${() => preferences.setUnit(inverse ? 'usd-per-million' : 'tokens-per-usd')}
  >
    <div>
      <lab-sentence
        .scenario=${scenario.current}
        .used=${estimate.accelerators}
        .found=${estimate.load?.concurrency ?? null}
        .changed=${scenario.changes.map(({ key }) => key)}
        .ending=${endingOf(estimate)}
        .claimed=${claimedAnchors.length}
        .undoes=${scenario.undoes}
        .redoes=${scenario.redoes}
        ?inverse=${inverse}
      ></lab-sentence>
      <lab-answer .estimate=${estimate} .scenario=${scenario.current} .drafts=${drafts.wrong} ?inverse=${inverse}></lab-answer>
      ${ready ? html`<lab-market .scenario=${scenario.current} .estimate=${estimate}></lab-market>` : nothing}
    </div>
    <aside aria-label="Your GPU"><lab-measure></lab-measure></aside>
  </section>`;
}

const below = (): TemplateResult =>
  html`<div class="figures">
    <lab-cost-figure class="wide" id="costs"></lab-cost-figure>
    <lab-sensitivity-figure class="wide" id="moves"></lab-sensitivity-figure>
    <lab-time-figure class="wide" id="time"></lab-time-figure>
    <lab-simulation class="wide" id="waiting"></lab-simulation>
    <lab-assumptions class="wide" id="assumptions"></lab-assumptions>
  </div>`;

/** How the sentence ends: with a price to come, with none known, or with nothing that runs. */
function endingOf(estimate: Estimate): SentenceEnding {
  return !estimate.feasible ? 'nothing' : estimate.usdPerMillionOutputTokens === null ? 'unknown' : 'price';
}
