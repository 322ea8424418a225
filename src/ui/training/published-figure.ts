/** `<lab-training-published>`: MFU of the run beside published ones that are like it, and what the lab predicts for each of them. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { trainingSources } from '../../catalogue/training-sources.ts';
import { utilisationChart, utilisationLayout, utilisationRowAt, type UtilisationRow } from '../../charts/utilisation-chart.ts';
import type { PublishedTraining } from '../../index.ts';
import { sessionContext } from '../../session/context.ts';
import type { Session } from '../../session/session.ts';
import { watchSignals } from '../../session/watch.ts';
import { formatCount } from '../../units/format.ts';
import { chooseStyles } from '../choose/choose.styles.ts';
import '../figures/frame/figure.ts';
import type { Drawing } from '../figures/frame/figure.ts';
import { textStyles } from '../style/text.styles.ts';
import { publishedTitle } from '../text/published-training-words.ts';
import { onWords, percentOf, precisionNames, trainedName } from '../text/training-words.ts';
import { trainingOrigin } from './training-origin.ts';
import { askedOf, publishedOf, trainingAnswerOf } from './training-session.ts';

@customElement('lab-training-published')
export class LabTrainingPublished extends SignalWatcher(LitElement) {
  static override styles = [textStyles, chooseStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  #unwatch = (): void => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const { session } = this;
    this.#unwatch = watchSignals(() => {
      const { kind, method, model, accelerator } = askedOf(session);
      void publishedOf(session).ask({ kind, model, accelerator, ...(method !== undefined && { method }) });
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch();
    publishedOf(this.session).leave();
  }

  protected override render(): TemplateResult {
    const { shown, state } = publishedOf(this.session);
    const asked = trainingAnswerOf(this.session).shown;
    if (!shown)
      return html`<h2>Beside published runs</h2>
        <p class="small quiet">
          ${state.kind === 'failed' || state.kind === 'refused' ? 'They could not be worked out.' : 'Published runs are being compared.'}
        </p>`;
    if (shown.answer.length === 0 || !asked)
      return html`<h2>No published run is like it</h2>
        <p class="small quiet">Nobody has published a step of this model, or of another on this accelerator, that the lab has read.</p>`;
    const own = asked.answer.estimate.modelFlopsUtilisation;
    const runs = shown.answer;
    const rows: readonly UtilisationRow[] = [
      ...(own
        ? [
            {
              id: 'asked',
              name: 'This run',
              detail: `${trainedName(asked.of)}, ${onWords(asked.of, asked.answer.estimate.accelerators)}, ${precisionNames[asked.of.precision ?? 'bf16']}`,
              published: null,
              predicted: own,
            },
          ]
        : []),
      ...runs.map(rowOf),
    ];
    const heading = publishedTitle(own, runs);
    return html`<lab-figure
      class=${state.kind === 'finished' ? '' : 'dimmed'}
      .heading=${heading}
      .origin=${trainingOrigin(this.session, asked.answer.estimate, 'training-published')}
      .drawing=${(width: number) => drawing(rows, heading, width)}
      .table=${{
        columns: [
          { key: 'run', title: 'Run' },
          { key: 'on', title: 'On' },
          { key: 'published', title: 'MFU as published' },
          { key: 'predicted', title: 'Predicted here' },
          { key: 'software', title: 'Software' },
          { key: 'date', title: 'Month' },
          { key: 'source', title: 'Source' },
        ],
        rows: rows.map((row) => {
          const run = runs.find(({ id }) => id === row.id);
          return {
            run: row.name,
            on: row.detail,
            published: row.published === null ? null : percent(row.published),
            predicted: row.predicted && [percentOf(row.predicted).value, percentOf(row.predicted).range].filter(Boolean).join(', '),
            software: run?.software ?? '',
            date: run?.date ?? '',
            source: run ? titleOf(run.source) : '',
          };
        }),
      }}
      .source=${`Diamonds: as published, over the dense peak by one definition for all. Marks with intervals: what the lab predicts with factors that were fitted to these runs among others. Whole runs hold their failures and are not predicted. Read in: ${[...new Set(runs.map(({ source }) => titleOf(source)))].join('; ')}.`}
    ></lab-figure>`;
  }
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const titleOf = (code: string): string => trainingSources().find((each) => each.code === code)?.title ?? code;

function rowOf({
  id,
  model,
  accelerator,
  accelerators,
  precision,
  method,
  whole,
  modelFlopsUtilisation,
  predicted,
  software,
  date,
}: PublishedTraining): UtilisationRow {
  return {
    id,
    name: `${trainedName({ model })}${method === 'full' ? '' : ', LoRA'}${whole ? ', whole run' : ''}`,
    detail: [
      accelerators === null ? onWords({ accelerator }, null) : `${formatCount(accelerators)} ${onWords({ accelerator }, null)}`,
      precisionNames[precision],
      software || date,
    ]
      .filter(Boolean)
      .join(', '),
    published: modelFlopsUtilisation,
    predicted,
  };
}

function drawing(rows: readonly UtilisationRow[], heading: string, width: number): Drawing {
  const layout = utilisationLayout(rows, width);
  return {
    draw: (active) => html`${utilisationChart(layout, `${heading}. ${rows.length} runs by MFU`, active)}`,
    locate: (_, y) => utilisationRowAt(layout, y),
    points: rows.map(({ name, detail, published, predicted }) => {
      const said = predicted && percentOf(predicted);
      return `${name}, ${detail}: ${published === null ? '' : `${percent(published)} published`}${published !== null && said ? ', ' : ''}${said ? `${said.value} predicted${said.range ? `, ${said.range}` : ''}` : ''}`;
    }),
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-training-published': LabTrainingPublished;
  }
}
