/** Which countries count as one territory before the law: the EU for its members, with the EEA where data protection is asked. */

/** The EU's members since 2020. */
const members = 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE'.split(' ');
/** The rest of the European Economic Area, where the GDPR applies as in the EU. */
const restOfEea = 'IS LI NO'.split(' ');
const union = 'EU';

export const isMember = (country: string): boolean => country === union || members.includes(country);

/** Both in one country, or both where the GDPR applies. */
export function sameDataTerritory(a: string, b: string): boolean {
  const gdpr = (country: string): boolean => isMember(country) || restOfEea.includes(country);
  return a === b || (gdpr(a) && gdpr(b));
}

/** A country belongs to a home: its own, or the EU where the home is the EU or one of its members. */
export const isHome = (country: string, home: string): boolean => country === home || (isMember(country) && isMember(home));

/** Code of the row of `residency.csv` that a country is under. */
export const regimeOf = (country: string): string => (members.includes(country) || country === 'LI' ? union : country);
