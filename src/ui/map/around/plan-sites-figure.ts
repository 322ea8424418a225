/** `<lab-plan-sites-figure>`: the sites of the plan as a table: what runs there, for whom, for how much. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import type { nothing } from 'lit';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { site as siteById } from '../../../catalogue/sites.ts';
import type { PlacementAnswer, PlannedSite } from '../../../placement/plan/answer.ts';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { formatCount, formatMoney } from '../../../units/format.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { bigMoney } from '../../text/fleet-words.ts';
import { countryName, hoursPerMonth, listed, milliseconds, placeName, siteName } from '../../text/placement-words.ts';
import { placementPage } from '../question/page.ts';
import { acceleratorsWords } from '../world/world-sites.ts';
import { aroundStyles } from './around.styles.ts';

@customElement('lab-plan-sites-figure')
export class LabPlanSitesFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, aroundStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult | typeof nothing {
    const { shown } = placementPage(this.session).view;
    if (shown === null || shown.answer.sites.length === 0)
      return html`<h2>The sites of the plan</h2>
        <p class="small quiet">${shown === null ? 'There is no plan yet.' : 'No site may serve any of it.'}</p>`;
    const { answer } = shown;
    const sites = answer.sites.toSorted((a, b) => b.usdPerHour - a.usdPerHour);
    const [first] = sites;
    const total = sites.reduce((sum, { usdPerHour }) => sum + usdPerHour, 0);
    return html`<h2>
        ${first && sites.length > 1 ? `${siteName(first.id)} takes ${String(Math.round((100 * first.usdPerHour) / total))}\u00a0% of the money` : 'The site of the plan'}
      </h2>
      <div class="scroll" tabindex="0" role="region" aria-label="Sites of the plan">
        <table>
          <thead>
            <tr>
              <th scope="col">Site</th>
              <th scope="col">Runs on</th>
              <th scope="col">Serves</th>
              <th scope="col" class="n">Power</th>
              <th scope="col" class="n">A month</th>
            </tr>
          </thead>
          <tbody>
            ${sites.map((site) => row(site, answer))}
          </tbody>
        </table>
      </div>`;
  }
}

function row({ id, accelerators, kW, usdPerHour }: PlannedSite, { flows, jobs }: PlacementAnswer): TemplateResult {
  const own = flows.filter((flow) => flow.site === id).toSorted((a, b) => b.requestsPerSecond - a.requestsPerSecond);
  const users = [...new Map(own.map(({ from, roundTrip }) => [from, `${placeName(from)} ${milliseconds(roundTrip)}`])).values()];
  const work = jobs.flatMap((job) => (job.site === id ? [job.workload] : []));
  const month = usdPerHour * hoursPerMonth;
  return html`<tr>
    <td>${siteName(id)}<small>${countryName(siteById(id)?.country ?? '')}</small></td>
    <td>${acceleratorsWords(accelerators)}</td>
    <td>${listed([...users, ...work])}</td>
    <td class="n">${kW === null ? 'unknown' : `${formatCount(Math.round(kW))} kW`}</td>
    <td class="n">${bigMoney({ value: month, low: 0.97 * month, high: 1.03 * month }).value}<small>${formatMoney(usdPerHour).value}/h</small></td>
  </tr>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-plan-sites-figure': LabPlanSitesFigure;
  }
}
