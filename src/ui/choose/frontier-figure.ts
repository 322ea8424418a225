/** `<lab-frontier-figure>`: dollars against speed for the chips that cost least, with the reader's limit and the fleet that was chosen. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { accelerator } from '../../catalogue/accelerators.ts';
import { frontierAt, frontierChart, frontierLayout, type FrontierLine } from '../../charts/frontier-chart.ts';
import type { Legend } from '../../charts/legend.ts';
import { seriesColour } from '../../charts/series.ts';
import { targetOf } from '../../scenario/load.ts';
import { sessionContext } from '../../session/context.ts';
import { fleetViewOf, type FleetShown } from '../../session/fleet-view.ts';
import type { Session } from '../../session/session.ts';
import { formatCount, formatMoney } from '../../units/format.ts';
import { isCheckedMaker } from '../../validation/checked-makers.ts';
import '../figures/frame/figure.ts';
import type { Drawing } from '../figures/frame/figure.ts';
import { embedOf, originOf } from '../figures/why/origin-of.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { bestOf, fleetCells, frontierTitle, isRanked, nameOf } from '../text/fleet-words.ts';
import { chooseStyles } from './choose.styles.ts';

@customElement('lab-frontier-figure')
export class LabFrontierFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, chooseStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const { shown, state: at } = fleetViewOf(this.session);
    const limit = shown && speedOf(shown);
    const heading = shown ? frontierTitle(shown.answer, limit) : 'What faster answers cost';
    if (shown === null || !shown.frontier?.some(({ points }) => points.length > 0))
      return html`<h2>${heading}</h2>
        <p class="small quiet">${this.waiting(shown, at.kind)}</p>`;
    const lines = linesOf(shown);
    return html`<lab-figure
      class=${at.kind === 'running' ? 'dimmed' : ''}
      .heading=${heading}
      .drawing=${(width: number) => this.drawing(shown, lines, heading, width)}
      .table=${{
        columns: [
          { key: 'accelerator', title: 'Accelerator' },
          { key: 'tokensPerSecondPerUser', title: 'Tokens a second, each user' },
          { key: 'usdPerMillionOutputTokensAllIn', title: 'All-in per output token' },
          { key: 'accelerators', title: 'Accelerators' },
        ],
        rows: shown.frontier.flatMap(({ accelerator: id, points }) =>
          points.map(({ tokensPerSecondPerUser, cost, accelerators }) => ({
            accelerator: nameOf(id),
            tokensPerSecondPerUser,
            usdPerMillionOutputTokensAllIn: cost,
            accelerators,
          })),
        ),
      }}
      .embed=${embedOf(this.session, 'frontier')}
      .legend=${legendOf(shown)}
      .origin=${originOf(this.session, 'frontier')}
      source="The ranked chips that cost least for this load. Band: 80 % interval of the chosen chip. Dashed: never checked against a published run of its maker."
    ></lab-figure>`;
  }

  private waiting(shown: FleetShown | null, kind: string): string {
    if (kind === 'failed') return 'This could not be worked out.';
    if (shown?.of.outputTokens === 1) return 'One output token has no time between tokens, so there is no speed to trade for dollars.';
    if (shown?.frontier || (shown && shown.answer.best === null)) return 'No chip that can be ranked carries this load at any of the speeds tried.';
    return 'Each of the cheapest chips is asked for faster and faster answers. This takes a few seconds.';
  }

  private drawing(shown: FleetShown, lines: readonly FrontierLine[], heading: string, width: number): Drawing {
    const best = bestOf(shown.answer),
      speed = speedOf(shown);
    const cost = best?.usdPerMillionOutputTokensAllIn,
      reached = best?.tokensPerSecondPerUser;
    const chosen = cost && reached ? { speed: reached.value, cost: cost.value } : null;
    const layout = frontierLayout(lines, speed, chosen, width);
    const words = {
      summary: `${heading}. Dollars per million output tokens against tokens a second for each user, both logarithmic, ${lines.length} accelerators.`,
      asked: speed === null ? '' : `you asked for ${formatCount(speed)} or more`,
      chosen: best && cost ? `${fleetCells(best).replace(/^.* as /, '')} ${nameOf(best.accelerator)}, ${formatMoney(cost).value}` : '',
    };
    return {
      draw: (active) => html`${frontierChart(layout, words, active)}`,
      locate: (x, y) => frontierAt(layout, x, y),
      points: (shown.frontier ?? []).flatMap(({ accelerator: id, points }) =>
        points.map(
          (point) =>
            `${nameOf(id)}: ${formatMoney(point.cost).value} per million output tokens, ${formatMoney(point.cost).range}, at ${formatCount(Math.round(point.tokensPerSecondPerUser))} tokens a second each, on ${formatCount(point.accelerators)}.`,
        ),
      ),
    };
  }
}

function legendOf({ frontier, answer }: FleetShown): Legend {
  const drawn = (frontier ?? []).filter(({ points }) => points.length > 0);
  const makers = [...new Set(drawn.map(({ accelerator: id }) => accelerator(id)?.vendor ?? ''))].filter(Boolean);
  const ranked = answer.fleets.filter(isRanked).length;
  return {
    marks: [],
    colours: makers.map((name) => ({ name, colour: seriesColour(name) })),
    leftOut: drawn.length < ranked ? `${drawn.length} of ${ranked} ranked accelerators drawn: those that cost least for this load.` : '',
  };
}

/** tokens/s asked for, to two digits. */
function speedOf({ of }: FleetShown): number | null {
  const time = targetOf(of)?.timePerOutputToken;
  return time === undefined ? null : Number((1 / time).toPrecision(2));
}

function linesOf({ frontier, answer }: FleetShown): readonly FrontierLine[] {
  return (frontier ?? []).map(({ accelerator: id, points }) => {
    const vendor = accelerator(id)?.vendor ?? '';
    return {
      id,
      name: nameOf(id),
      colour: seriesColour(vendor),
      chosen: id === answer.best,
      unchecked: !isCheckedMaker(vendor),
      best: null,
      points: points.map(({ tokensPerSecondPerUser, cost }) => ({ speed: tokensPerSecondPerUser, cost: cost.value, low: cost.low, high: cost.high })),
    };
  });
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-frontier-figure': LabFrontierFigure;
  }
}
