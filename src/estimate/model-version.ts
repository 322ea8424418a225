/** Version of the equations and priors, carried by every estimate and link; the CHANGELOG says what each one changed. */
export const modelVersion = '2026.11-13';
