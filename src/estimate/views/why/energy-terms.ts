/** Terms of energy and carbon: the mean draw of a chip and of its system, times the building's overhead, over tokens. */
import { meanPower } from '../../answer/energy.ts';
import type { SiteTerms } from '../../resolve/site-terms.ts';
import type { Account } from './account.ts';
import { nothing } from './term-book.ts';

export function energyTerms({ scenario, operated, estimate, facts, assumptions, book }: Account, site: SiteTerms): void {
  const { resolved, choice, paid } = operated;
  const power = meanPower(resolved, scenario, choice, paid);
  const {
    wattsPerAccelerator,
    chipJoulesPerOutputToken,
    nodeJoulesPerOutputToken,
    joulesPerOutputToken,
    outputTokensPerSecondPerMegawatt,
    gramsCO2ePerMillionOutputTokens,
  } = estimate;
  if (
    !power ||
    !wattsPerAccelerator ||
    !chipJoulesPerOutputToken ||
    !nodeJoulesPerOutputToken ||
    !joulesPerOutputToken ||
    !outputTokensPerSecondPerMegawatt ||
    !gramsCO2ePerMillionOutputTokens
  )
    return;
  const rated = { facts: facts.chip('power', 'system'), assumptions: [...assumptions.systemPower(power.system.value), ...assumptions.own()] };
  book.leaf('power.chip', 'Rated power of a chip', power.chip, 'W', rated);
  book.leaf('power.share', 'Mean share of it, idle chips counted', power.share, '1', {
    facts: book.terms.get('timePerOutputToken')?.facts ?? [],
    assumptions: [...assumptions.powerByLoad(), ...(book.terms.get('timePerOutputToken')?.assumptions ?? [])],
  });
  book.product('wattsPerAccelerator', 'Mean draw of a chip', 'W', ['power.chip', 'power.share'], [], wattsPerAccelerator.value);
  book.leaf('power.rest', 'Its share of host and network', power.rest, 'W', rated);
  book.sum('power.system', 'A chip with its system', 'W', ['wattsPerAccelerator', 'power.rest']);
  const pue = facts.pue();
  book.leaf('pue', 'Facility power over IT power', site.pue.value, '1', { facts: pue, assumptions: assumptions.place('pue', site.pue, pue) });
  const paidRate = book.terms.has('steadyRequestsPerSecond') ? 'steadyRequestsPerSecond' : 'servedRequestsPerSecond';
  book.product('paidOutputTokensPerSecond', 'Output tokens a second, paid for', 'tokens/s', [paidRate, 'outputTokens']);
  const perToken = ['paidOutputTokensPerSecond'];
  book.product(
    'chipJoulesPerOutputToken',
    'Energy of an output token, chips alone',
    'J/token',
    ['wattsPerAccelerator', 'accelerators'],
    perToken,
    chipJoulesPerOutputToken.value,
  );
  book.product(
    'nodeJoulesPerOutputToken',
    'Energy of an output token, chips with their systems',
    'J/token',
    ['power.system', 'accelerators'],
    perToken,
    nodeJoulesPerOutputToken.value,
  );
  book.product(
    'joulesPerOutputToken',
    'Energy of an output token',
    'J/token',
    ['power.system', 'pue', 'accelerators'],
    perToken,
    joulesPerOutputToken.value,
  );
  book.leaf('wattsPerMegawatt', 'Watts of a megawatt', 1e6, 'W/MW', nothing);
  book.product(
    'outputTokensPerSecondPerMegawatt',
    'Output tokens a second from a megawatt',
    'tokens/s/MW',
    ['wattsPerMegawatt'],
    ['joulesPerOutputToken'],
    outputTokensPerSecondPerMegawatt.value,
  );
  const carbon = facts.carbon();
  book.leaf('carbon', 'Carbon intensity of the grid', site.carbon.value, 'gCO2e/kWh', {
    facts: carbon,
    assumptions: assumptions.place('carbon', site.carbon, carbon),
  });
  book.leaf('joulesPerKilowattHour', 'Joules of a kilowatt-hour, for a million tokens', 3.6, 'J·Mtoken/(kWh·token)', nothing);
  book.product(
    'gramsCO2ePerMillionOutputTokens',
    'Emissions of a million output tokens',
    'gCO2e/Mtoken',
    ['joulesPerOutputToken', 'carbon'],
    ['joulesPerKilowattHour'],
    gramsCO2ePerMillionOutputTokens.value,
  );
}
