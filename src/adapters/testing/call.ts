import type { Call } from '../../core/ports.ts';

let count = 0;

/** A port call that nobody aborts, with an id of its own. */
export function newCall(signal: Call['signal'] = new AbortController().signal): Call {
  return { requestId: `test.${++count}`, signal };
}
