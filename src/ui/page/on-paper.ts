/**
 * What paper changes. Elements share the sheets of `style/`, so a rule that is added to one of those holds in all of them. That is done
 * here, after the first screen, since nobody prints before it is there.
 */
import type { CSSResult } from 'lit';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { appStyles } from './app.styles.ts';
import { headerStyles } from './header.styles.ts';

const rules: readonly (readonly [sheet: CSSResult, rules: string])[] = [
  [
    textStyles,
    `:focus-visible { outline: none !important }
    h2 { break-after: avoid }
    .number, .hero { break-inside: avoid }`,
  ],
  [
    controlStyles,
    // A number in a field was chosen, and stays.
    `.primary, .secondary, .plain, form { display: none !important }
    .field input:not([type='checkbox'], [type='radio'], [type='range']) { min-height: 0; padding: 0; border: 0 }`,
  ],
  [headerStyles, 'nav, .menu, .skip { display: none }'],
  [
    appStyles,
    `.within, .first > aside, footer, lab-history { display: none }
    .page { max-width: none; padding: 0 }
    .first { grid-template-columns: 1fr; padding: 16px 0 }
    .opening { padding: 16px 0 }
    .figures { display: block }
    .figures > * { break-inside: avoid; padding: 16px 0 }`,
  ],
];

for (const [{ styleSheet }, text] of rules) styleSheet?.insertRule(`@media print { ${text} }`, styleSheet.cssRules.length);
