import { expect, test } from 'vitest';
import { chooseWorld } from './chosen-world.ts';

function memory(stored: string | null = null) {
  let value = stored;
  return {
    getItem: () => value,
    setItem: (_: string, text: string) => {
      value = text;
    },
  };
}

const none = new URLSearchParams();

test('an address without a world shows the default one', () => {
  expect(chooseWorld(none, memory())).toEqual({ scenario: 'contoso', seed: '1', faults: [] });
});

test('a tab stays in the world of its first page when a later address does not name it', () => {
  const tab = memory();
  expect(chooseWorld(new URLSearchParams('scenario=small&seed=7'), tab)).toEqual({
    scenario: 'small',
    seed: '7',
    faults: [],
  });
  expect(chooseWorld(none, tab)).toEqual({ scenario: 'small', seed: '7', faults: [] });
});

test('a new address replaces what the tab remembers', () => {
  const tab = memory('{"scenario":"small","seed":"7"}');
  expect(chooseWorld(new URLSearchParams('scenario=contoso'), tab)).toEqual({
    scenario: 'contoso',
    seed: '1',
    faults: [],
  });
  expect(chooseWorld(none, tab)).toEqual({ scenario: 'contoso', seed: '1', faults: [] });
});

test.each(['no JSON', '{"scenario":1}', 'null', '[]'])('damaged memory (%s) is no world', (stored) => {
  expect(chooseWorld(none, memory(stored))).toEqual({ scenario: 'contoso', seed: '1', faults: [] });
});

test('the faults of an address belong to its world', () => {
  const tab = memory();
  const world = { scenario: 'small', seed: '7', faults: ['linkDown:HV01:600:300', 'storageThrottled::60'] };
  const address = new URLSearchParams(`scenario=small&seed=7&fault=${world.faults[0]}&fault=${world.faults[1]}`);
  expect(chooseWorld(address, tab)).toEqual(world);
  expect(chooseWorld(none, tab)).toEqual(world);
});
