/** The fields of one workload. Each reports the workload that it makes. */
import { html, nothing, type TemplateResult } from 'lit';
import { numberField } from '../../form/choices/number-field.ts';
import '../../form/picker/picker.ts';
import '../../form/word/word.ts';
import { modelOptions } from '../../text/options.ts';
import { countryName, modelWords, placeName } from '../../text/placement-words.ts';
import {
  isServed,
  spare,
  type AskedJob,
  type AskedPlacement,
  type AskedServed,
  type AskedUsers,
  type AskedWorkload,
  type WorkloadKind,
} from '../question/asked.ts';
import { asKind } from '../question/edits.ts';
import { countriesNamed, countryNames, placeNamed, placeNames, unknownPlace } from './place-names.ts';
import { textField } from './text-field.ts';

type Change = (workload: AskedWorkload) => void;

const kinds: readonly (readonly [WorkloadKind, string])[] = [
  ['inference', 'Inference: requests of users'],
  ['agent', 'Agent: tasks of many calls'],
  ['fine-tune', 'Fine-tuning job'],
  ['pre-train', 'Pre-training job'],
];

export function workloadFields(workload: AskedWorkload, asked: AskedPlacement, change: Change): TemplateResult {
  return html`<div class="fields">
    ${textField({
      label: 'Name',
      value: workload.id,
      fault: (text) =>
        text === ''
          ? 'It needs a name.'
          : asked.workloads.some((each) => each !== workload && each.id === text)
            ? `Another workload is called “${text}”.`
            : null,
      onText: (id) => change({ ...workload, id }),
    })}
    ${selectField('Kind', kinds, workload.kind, (kind) => change(asKind(workload, kind, asked)))}
    ${isServed(workload) ? servedFields(workload, change) : jobFields(workload, asked, change)} ${lawFields(workload, change)}
  </div>`;
}

const option = (value: string, name: string, selected: boolean): TemplateResult =>
  html`<option value=${value} ?selected=${selected}>${name}</option>`;

export function selectField<Id extends string>(
  label: string,
  options: readonly (readonly [Id, string])[],
  chosen: string,
  onId: (id: Id) => void,
): TemplateResult {
  return html`<label class="field"
    ><span>${label}</span
    ><select @change=${(event: Event) => onId((event.target as HTMLSelectElement).value as Id)}>
      ${options.map(([id, name]) => option(id, name, id === chosen))}
    </select></label
  >`;
}

function modelWord(id: unknown, onModel: (id: string) => void): TemplateResult {
  return html`<p class="model">
    <span class="small quiet">Model</span><br /><lab-word
      label="Model"
      .words=${modelWords(id)}
      .content=${() =>
        html`<lab-picker
          data-first
          label="Model"
          .options=${modelOptions()}
          .value=${String(id)}
          @lab-pick=${(event: CustomEvent<string>) => onModel(event.detail)}
        ></lab-picker>`}
    ></lab-word>
  </p>`;
}

/** Of a field that a link may have filled with anything. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const agentPresets: readonly (readonly [string, string])[] = [
  ['coding-session', 'A coding session'],
  ['heavy-coding-session', 'A heavy coding session'],
  ['benchmark-fix', 'A fix of a benchmark'],
  ['chat', 'A chat'],
];

function servedFields(workload: AskedServed, change: Change): TemplateResult {
  const { kind, scenario, task, users, roundTrip } = workload;
  const agent = kind === 'agent';
  const of = (key: string): number | null => (typeof scenario[key] === 'number' ? scenario[key] : null);
  const set = (key: string, value: number | null): void => change({ ...workload, scenario: spare({ ...scenario, [key]: value }) });
  const lengths = (label: string, key: string, least: number): TemplateResult =>
    numberField({
      label,
      whole: true,
      value: of(key),
      min: least,
      max: 10_000_000,
      mayBeEmpty: true,
      placeholder: '1,024',
      apart: true,
      onValue: (value) => set(key, value),
    });
  return html`${modelWord(scenario['model'], (model) => change({ ...workload, scenario: { ...scenario, model } }))}
    ${agent ? selectField('Task', agentPresets, textOf(task?.['preset']), (preset) => change({ ...workload, task: { preset } })) : nothing}
    <fieldset>
      <legend>Users</legend>
      ${users.map((each, index) => userRow(workload, each, index, change))}
      <button class="plain" type="button" @click=${() => change({ ...workload, users: [...users, nextUsers(users, agent)] })}>+ Add a place</button>
    </fieldset>
    ${numberField({ label: 'Round trip, at most ms', value: roundTrip === undefined ? null : Number((1000 * roundTrip).toPrecision(6)), min: 0.1, max: 100_000, mayBeEmpty: true, placeholder: 'no limit', apart: true, onValue: (value) => change(spare<AskedServed>({ ...workload, roundTrip: value === null ? null : value / 1000 })) })}
    ${agent ? nothing : html`<div class="pair">${lengths('Input tokens', 'inputTokens', 1)} ${lengths('Output tokens', 'outputTokens', 1)}</div>`}
    ${numberField({ label: 'Peak over the mean, times', value: of('peakToMean'), min: 1, max: 1000, mayBeEmpty: true, placeholder: '1', apart: true, onValue: (value) => set('peakToMean', value) })}`;
}

/** A country that nobody asks from yet. */
function nextUsers(users: readonly AskedUsers[], agent: boolean): AskedUsers {
  const free = ['ZA', 'BR', 'IN', 'DE', 'US', 'JP', 'AU', 'NG', 'KE'].find((id) => !users.some(({ place }) => place === id)) ?? 'GB';
  return agent ? { place: free, tasksPerHour: 100 } : { place: free, requestsPerSecond: 10 };
}

function userRow(workload: AskedServed, each: AskedUsers, index: number, change: Change): TemplateResult {
  const { users, kind } = workload;
  const set = (next: AskedUsers): void => change({ ...workload, users: users.with(index, next) });
  const rate = { min: 1e-6, max: 1e9, apart: true } as const;
  return html`<div class="users">
    ${
      typeof each.place === 'string'
        ? textField({
            label: 'Place',
            value: placeName(each.place),
            names: placeNames,
            fault: (text) => (placeNamed(text) ? null : unknownPlace(text)),
            onText: (text) => set({ ...each, place: placeNamed(text)?.id ?? each.place }),
          })
        : html`<p class="small">A point that the link gave</p>`
    }
    ${
      kind === 'agent'
        ? numberField({
            ...rate,
            label: 'Tasks/h',
            value: each.tasksPerHour ?? null,
            onValue: (value) => value !== null && set({ ...each, tasksPerHour: value }),
          })
        : numberField({
            ...rate,
            label: 'Requests/s',
            value: each.requestsPerSecond ?? null,
            onValue: (value) => value !== null && set({ ...each, requestsPerSecond: value }),
          })
    }
    <button
      class="plain"
      type="button"
      aria-label="Remove ${placeName(each.place)}"
      ?disabled=${users.length === 1}
      @click=${() => change({ ...workload, users: users.filter((_, other) => other !== index) })}
    >
      Remove
    </button>
  </div>`;
}

function jobFields(workload: AskedJob, asked: AskedPlacement, change: Change): TemplateResult {
  const { kind, training, deadlineHours, sendsTo = [] } = workload;
  const tokens = training['tokens'];
  const set = (key: string, value: unknown): void => change({ ...workload, training: { ...training, [key]: value } });
  const servers = asked.workloads.filter((each) => isServed(each) && each.kind === 'inference');
  return html`${modelWord(training['model'], (model) => set('model', model))}
    ${
      kind === 'fine-tune'
        ? selectField(
            'Method',
            [
              ['lora', 'Adapters (LoRA)'],
              ['qlora', 'Adapters on a 4-bit model (QLoRA)'],
              ['full', 'All weights'],
            ],
            textOf(training['method']),
            (method) => set('method', method),
          )
        : nothing
    }
    <div class="pair">
      ${numberField({ label: 'Million tokens', value: typeof tokens === 'number' ? tokens / 1e6 : null, min: 1e-3, max: 1e9, apart: true, onValue: (value) => value !== null && set('tokens', value * 1e6) })}
      ${numberField({ label: 'Done within hours', value: deadlineHours, min: 1e-3, max: 1e6, apart: true, onValue: (value) => value !== null && change({ ...workload, deadlineHours: value }) })}
    </div>
    ${
      servers.length === 0
        ? nothing
        : html`<fieldset>
            <legend>Sent to the sites of</legend>
            ${servers.map(
              ({ id }) =>
                html`<label class="choice"
                  ><input
                    type="checkbox"
                    .checked=${sendsTo.includes(id)}
                    @change=${() => change(spare<AskedJob>({ ...workload, sendsTo: sendsTo.includes(id) ? sendsTo.filter((each) => each !== id) : [...sendsTo, id] }))}
                  /><span>${id}</span></label
                >`,
            )}
          </fieldset>`
    }`;
}

const levels: readonly (readonly [string, string])[] = [
  ['none', 'Anybody’s control'],
  ['SEAL-1', 'SEAL-1 and better'],
  ['SEAL-2', 'SEAL-2 and better'],
  ['SEAL-3', 'SEAL-3 and better'],
  ['SEAL-4', 'SEAL-4'],
  ['score', 'A score of at least'],
];

function lawFields(workload: AskedWorkload, change: Change): TemplateResult {
  const { residency, sovereignty } = workload;
  const served = isServed(workload);
  const set = (patch: Partial<Pick<AskedServed, 'residency' | 'sovereignty'>> | Readonly<Record<'residency' | 'sovereignty', null>>): void =>
    change(served ? spare<AskedServed>({ ...workload, ...patch }) : spare<AskedJob>({ ...workload, ...patch }));
  const rule = residency === undefined ? 'none' : residency === 'law' ? 'law' : 'listed';
  const level = sovereignty === undefined ? 'none' : typeof sovereignty.minimum === 'number' ? 'score' : sovereignty.minimum;
  const whose = sovereignty?.of;
  const without = (key: 'residency' | 'sovereignty'): void => {
    const { [key]: _, ...rest } = workload;
    change(rest);
  };
  return html`${selectField(
    'Where its data may go',
    [['none', 'Anywhere'], ...(served ? [['law', 'As the law of each user’s country has it'] as const] : []), ['listed', 'Only to these countries']],
    rule,
    (id) => (id === 'none' ? without('residency') : set({ residency: id === 'law' ? 'law' : ['DE'] })),
  )}
  ${
    residency === undefined || residency === 'law'
      ? nothing
      : textField({
          label: 'Countries, with commas between',
          value: residency.map(countryName).join(', '),
          names: countryNames,
          fault: (text) => {
            const { codes, unknown } = countriesNamed(text);
            return unknown !== null ? `The lab knows no country “${unknown}”.` : codes.length === 0 ? 'Name at least one country.' : null;
          },
          onText: (text) => set({ residency: countriesNamed(text).codes }),
        })
  }
  ${selectField('Who may control it', levels, level, (id) => (id === 'none' ? without('sovereignty') : set({ sovereignty: { ...(whose !== undefined ? { of: whose } : served ? {} : { of: 'EU' }), minimum: id === 'score' ? 0.5 : id } })))}
  ${
    sovereignty === undefined
      ? nothing
      : html`<div class="pair">
          ${textField({
            label: 'Seen from',
            value: whose === undefined ? '' : whose === 'EU' ? 'EU' : countryName(whose),
            placeholder: 'the user’s own country',
            names: () => ['EU', ...countryNames()],
            fault: (text) =>
              text === ''
                ? served
                  ? null
                  : 'A job has no users: name a country, or the EU.'
                : text.toUpperCase() === 'EU' || placeNamed(text)?.kind === 'country'
                  ? null
                  : `The lab knows no country “${text}”.`,
            onText: (text) =>
              set({
                sovereignty: {
                  ...(text === '' ? {} : { of: text.toUpperCase() === 'EU' ? 'EU' : (placeNamed(text)?.id ?? 'EU') }),
                  minimum: sovereignty.minimum,
                },
              }),
          })}
          ${typeof sovereignty.minimum === 'number' ? numberField({ label: 'Score, 0 to 1', value: sovereignty.minimum, min: 0, max: 1, apart: true, onValue: (minimum) => minimum !== null && set({ sovereignty: { ...sovereignty, minimum } }) }) : nothing}
        </div>`
  }`;
}
