/** Tools print how many tokens a step brings with a draft; a scenario says how likely each drafted token is kept. */

/**
 * The chance α at which a draft of `draftTokens` brings `length` tokens a step: 1 + Σ αⁱ = length, solved by halving.
 * @param length mean tokens a step, the verified one included
 */
export function acceptanceOf(draftTokens: number, length: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    let progress = 1;
    for (let i = 1; i <= draftTokens; i++) progress += middle ** i;
    if (progress < length) low = middle;
    else high = middle;
  }
  return Number(((low + high) / 2).toFixed(4));
}
