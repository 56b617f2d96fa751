import type { Fetch } from '../http/exchange.ts';

export interface SentRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly init: RequestInit;
}

/** A `fetch` that answers with what the test wrote, in order, and remembers what was asked. */
export function createScriptedFetch(...answers: readonly (Response | (() => Response | Promise<Response>))[]): {
  readonly fetch: Fetch;
  readonly sent: readonly SentRequest[];
} {
  const sent: SentRequest[] = [];
  const fetch: Fetch = async (url, init) => {
    sent.push({ url, method: init.method ?? 'GET', headers: new Headers(init.headers), init });
    const answer = answers[sent.length - 1];
    if (!answer) throw new Error(`the script has no answer to request ${sent.length}: ${init.method} ${url}`);
    return typeof answer === 'function' ? answer() : answer;
  };
  return { fetch, sent };
}
