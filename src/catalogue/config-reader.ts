/**
 * The reader of pasted configurations (`import-config.ts`) at a distance: most visits never need it, and so it is not part of what a
 * page loads first. Whatever takes a configuration in (the parser of scenarios, the form, the modelling worker) brings it along.
 */
import type { ImportedModel } from './import-config.ts';

type Reader = (config: Readonly<Record<string, unknown>>) => ImportedModel;

let reader: Reader | null = null;

export function readConfigsWith(read: Reader): void {
  reader = read;
}

/** @throws where nobody brought the reader: a fault of ours */
export function readConfig(config: Readonly<Record<string, unknown>>): ImportedModel {
  if (reader === null) throw new Error('a configuration came without its reader: bringConfigReader()');
  return reader(config);
}
