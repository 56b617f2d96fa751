import { expect, test } from 'vitest';
import type { BootMessage, ToClient, ToServer } from '../management/transport/protocol.ts';
import { createTabPage } from './tab-page.ts';

test('the boot message is taken out, and what comes before anybody listens waits in order', () => {
  let arrive: ((message: ToServer | BootMessage) => void) | null = null;
  const posted: ToClient[] = [];
  const booted: BootMessage[] = [];
  const page = createTabPage(
    {
      post: (message) => posted.push(message),
      listen: (listener) => {
        arrive = listener;
      },
    },
    (message) => booted.push(message),
  );
  const send = (message: ToServer | BootMessage): void => arrive?.(message);
  send({ kind: 'boot', scenario: 'small', seed: '7' });
  send({ kind: 'subscribe' });
  send({ kind: 'pull', id: 1 });
  const heard: ToServer[] = [];
  page.listen((message) => heard.push(message));
  send({ kind: 'abort', id: 1 });
  expect(booted).toEqual([{ kind: 'boot', scenario: 'small', seed: '7' }]);
  expect(heard.map((message) => message.kind)).toEqual(['subscribe', 'pull', 'abort']);
});
