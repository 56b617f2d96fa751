import { expect, test } from 'vitest';
import { createRng } from './rng.ts';

/** Seeds name runs that others repeat: were the numbers behind a seed to change, every one of them would tell another story. */
test('a seed and the names of its forks stand for the same numbers for ever', () => {
  const rng = createRng('x');
  expect(rng.save()).toEqual([794621484, 3948931683, 4177979692, 2613668050]);
  expect(rng.fork('y0').fork('z').save()).toEqual([1677542883, 859740329, 3735012438, 2891637486]);
});

test('a fork is the same whatever was drawn or forked before', () => {
  const [fresh, used] = [createRng('seed'), createRng('seed')];
  used.fork('other').uint32();
  used.uint32();
  expect(used.fork('name').save()).toEqual(fresh.fork('name').save());
  expect(used.fork('name').save()).not.toEqual(used.fork('nama').save());
});
