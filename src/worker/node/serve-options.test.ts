import { expect, test } from 'vitest';
import { parseServeOptions } from './serve-options.ts';

test('without arguments the contoso world runs in real time', () => {
  expect(parseServeOptions([])).toEqual({ port: 4180, scenario: 'contoso', seed: '1', speed: 1, imports: [] });
});

test('imports repeat, in order', () => {
  const args = [
    '--port',
    '0',
    '--scenario',
    'small',
    '--seed',
    'x',
    '--speed',
    '600',
    '--import',
    'a.vhd',
    '--import',
    'b.img',
  ];
  expect(parseServeOptions(args)).toEqual({
    port: 0,
    scenario: 'small',
    seed: 'x',
    speed: 600,
    imports: ['a.vhd', 'b.img'],
  });
});

test.each([
  [['--port', '65536'], '--port 65536: a number from 0 (any free port) to 65535 is wanted'],
  [['--port', 'http'], '--port http: a number'],
  [['--speed', '2'], '--speed 2: one of 1, 10, 60, 600 is wanted'],
  [['--seed', ''], '--seed: a text or number is wanted'],
  [['--what'], "Unknown option '--what'"],
  [['disk.vhdx'], "Unexpected argument 'disk.vhdx'"],
])('%o is refused in words', (args, message) => {
  expect(() => parseServeOptions(args)).toThrow(message);
});
