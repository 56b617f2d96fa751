import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { renderPortal } from '../../testing/render-portal.ts';

afterEach(cleanup);

it('tells from when on a machine under the policy is not healthy', async () => {
  renderPortal('/policies/30%20seconds');
  const table = within(await screen.findByRole('table', { name: 'Thresholds' }));
  expect(
    table.getByRole('row', { name: /which RPO follows more than 1 h \(120 copy intervals\) Warning/ }),
  ).toBeTruthy();
  expect(
    table.getByRole('row', { name: /more than 20 % of those due: 288 of the 1,?440 in 12 h Warning/ }),
  ).toBeTruthy();
  expect(
    table.getByRole('row', { name: /Size of the log 50 % of the disk: resynchronization required Critical/ }),
  ).toBeTruthy();
});
