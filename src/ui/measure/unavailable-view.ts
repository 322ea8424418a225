/** Why measuring cannot run here, what to do about it, and that everything else still works. */
import { html, type TemplateResult } from 'lit';
import type { Unavailable } from '../../run/run.ts';
import { copyText } from '../figures/frame/figure-export.ts';

export function unavailableView({ message, remedy, diagnostic, reason }: Unavailable, onRetry: () => void): TemplateResult {
  const copy = async (event: Event): Promise<void> => {
    const button = event.currentTarget as HTMLElement;
    button.textContent = (await copyText(`${reason}\n${diagnostic}`)) ? 'Copied' : 'Select the text and copy it';
  };
  return html` <p class="why">${message}</p>
    <p class="remedy">${remedy}</p>
    <div class="actions"><button class="secondary" type="button" @click=${onRetry}>Try again</button></div>
    <details class="left">
      <summary>What to put into a report</summary>
      <pre tabindex="0">
${reason}
${diagnostic}</pre>
      <button class="plain" type="button" @click=${copy}>Copy</button> <a href="https://webgpureport.org/" rel="noreferrer">webgpureport.org</a>
    </details>
    <p class="still">This page needs a GPU; the other pages do not. Their answers come from published measurements of each class of accelerator.</p>`;
}
