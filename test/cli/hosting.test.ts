/** The examples for other hosts send what `serve` sends. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { contentSecurityPolicy, isolationHeaders, solverPolicy } from '../../src/cli/isolation.ts';

test.each(['_headers', 'nginx.conf'])('%s sends the policy and the isolation of the lab’s own server', async (name) => {
  const text = await readFile(`docs/hosting/${name}`, 'utf8');
  const policies = [...text.matchAll(/Content-Security-Policy:? "?([^"\n]+)/g)].map(([, policy]) => policy?.trim());
  expect(policies.length).toBeGreaterThan(0);
  expect(new Set(policies)).toEqual(new Set([contentSecurityPolicy, solverPolicy]));
  expect(text).toMatch(new RegExp(`assets/placement\\\\?\\.worker-[^]*${solverPolicy.slice(0, 60)}`));
  for (const [header, value] of Object.entries(isolationHeaders)) expect(text).toMatch(new RegExp(`${header}:? ${value}`));
});
