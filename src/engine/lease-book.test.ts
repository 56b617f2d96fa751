import { expect, test } from 'vitest';
import type { VmId } from '../core/model.ts';
import { LeaseBook } from './lease-book.ts';

const VM = 'vm-1' as VmId;

test('[WR6] the first claim names the lease of a record of an earlier version, if it has one', () => {
  expect(new LeaseBook().claim(VM, 'a', undefined)).toMatchObject({ leaseId: 'a', earlier: [], isHeld: false });
  expect(new LeaseBook().claim(VM, 'a', 'old')).toMatchObject({ leaseId: 'a', earlier: ['old'] });
});

test('[WR6] a claim that nobody knows to have succeeded leaves every id that may hold the replica', () => {
  const book = new LeaseBook();
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) book.claim(VM, id, 'old');
  expect(book.records.get(VM)).toMatchObject({ leaseId: 'f', earlier: ['e', 'd', 'c', 'b', 'a', 'old'] });
});

test('[WR6] of leases that are known to have lost it the newest three are kept', () => {
  const book = new LeaseBook();
  for (const id of ['a', 'b', 'c', 'd', 'e']) book.noteHeld(book.claim(VM, id, 'old'));
  expect(book.records.get(VM)).toMatchObject({ leaseId: 'e', earlier: ['d', 'c', 'b'], isHeld: true });
});

test('[WR4] of one engine there is one claim, and what an earlier one reports is of no news', () => {
  const book = new LeaseBook();
  const first = book.claim(VM, 'a', undefined);
  expect(book.claim(VM, 'a', undefined)).toBe(first);
  book.claim(VM, 'b', undefined);
  book.noteHeld(first);
  expect(book.records.get(VM)?.isHeld).toBe(false);
  book.forget(VM);
  book.noteHeld(first);
  expect(book.records.get(VM)).toBeUndefined();
});
