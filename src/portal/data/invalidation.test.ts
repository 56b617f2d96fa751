import { QueryObserver } from '@tanstack/react-query';
import { describe, expect, it, vi } from 'vitest';
import { invalidate } from './invalidation.ts';
import { createQueryClient } from './query-client.ts';

function setUp() {
  const answers: ((value: string) => void)[] = [];
  const failures: ((error: Error) => void)[] = [];
  const queries = createQueryClient();
  const observer = new QueryObserver(queries, {
    queryKey: ['policies'],
    queryFn: () =>
      new Promise<string>((resolve, reject) => {
        answers.push(resolve);
        failures.push(reject);
      }),
  });
  const data = () => observer.getCurrentResult().data;
  return { queries, observer, answers, failures, data };
}

describe('invalidate', () => {
  it('fetches once more what was under way, however often it was overtaken', async () => {
    const { queries, observer, answers, data } = setUp();
    const stop = observer.subscribe(() => undefined);
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    invalidate(queries, { queryKey: ['policies'] });
    invalidate(queries, { queryKey: ['policies'] });
    expect(answers).toHaveLength(1);
    answers[0]?.('before the change');
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.('after the change');
    await vi.waitFor(() => expect(data()).toBe('after the change'));
    expect(answers).toHaveLength(2);
    stop();
  });

  it('fetches again also when what was under way failed', async () => {
    const { queries, observer, answers, failures, data } = setUp();
    const stop = observer.subscribe(() => undefined);
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    invalidate(queries);
    failures[0]?.(new Error('gone'));
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.('there');
    await vi.waitFor(() => expect(data()).toBe('there'));
    stop();
  });

  it('leaves what nobody shows out of date until it is shown', async () => {
    const { queries, observer, answers } = setUp();
    observer.subscribe(() => undefined)();
    answers[0]?.('old');
    await vi.waitFor(() => expect(queries.getQueryData(['policies'])).toBe('old'));
    invalidate(queries);
    expect(answers).toHaveLength(1);
    expect(queries.getQueryState(['policies'])?.isInvalidated).toBe(true);
  });
});
