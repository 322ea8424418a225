import { expect, test } from 'vitest';
import { withProgress } from '../../src/session/worker-host.ts';

test('what work tells after its outcome is not heard', async () => {
  const heard: number[] = [];
  let late: (share: number) => void | Promise<void> = () => undefined;
  const outcome = await withProgress<number, string>(
    (share) => void heard.push(share),
    async (told) => {
      late = told;
      await told(0.5);
      return 'done';
    },
  );
  await late(0.6);
  expect(outcome).toBe('done');
  expect(heard).toEqual([0.5]);
});

test('nor after it failed', async () => {
  const heard: number[] = [];
  let late: (share: number) => void | Promise<void> = () => undefined;
  await expect(
    withProgress<number, string>(
      (share) => void heard.push(share),
      async (told) => {
        late = told;
        await told(0.1);
        throw new Error('broken');
      },
    ),
  ).rejects.toThrow('broken');
  await late(0.2);
  expect(heard).toEqual([0.1]);
});
