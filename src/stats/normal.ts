/** Half widths of central intervals of a normal distribution, in standard deviations. */

/** Of the 80 % interval, which every quantity of the lab carries. */
export const z80 = 1.2816;

/** Of the 95 % interval, which the bootstrap of a kernel's median gives. */
export const z95 = 1.96;
