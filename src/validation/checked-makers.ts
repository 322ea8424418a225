/** Makers with at least one published serving run among those that the lab is checked against; a test reads the rows again. */
const checked: ReadonlySet<string> = new Set(['NVIDIA', 'Intel', 'Google']);

/** @param vendor as in the catalogue */
export const isCheckedMaker = (vendor: string): boolean => checked.has(vendor);
