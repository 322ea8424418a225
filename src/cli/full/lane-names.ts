/** The lanes by name: apart from what they are, so that the table of flags loads nothing else. */

export const laneNames = ['base', 'f16', 'matrix'] as const;
export type LaneName = (typeof laneNames)[number];
