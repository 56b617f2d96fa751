import { describe, expect, test } from 'vitest';
import { scenarioNamed } from '../scenarios/scenarios.ts';
import { formatFault, parseFault } from './fault-spec.ts';
import { STORIES } from './stories.ts';
import { parseStory } from './story.ts';

const sound = {
  id: 'a-story',
  title: 'A story',
  story: 'Something happens.',
  world: 'branches',
  policy: 'Gold 30 s',
  protect: ['NORTH-01'],
  events: [{ atMinutes: 8, fault: 'linkDown', target: 'HV-NORTH', forMinutes: 5 }],
  watch: ['This.'],
  outcome: 'It ends.',
  expect: [{ atMinutes: 10, machine: 'NORTH-01', health: 'Critical' }],
};

describe('the library', () => {
  test('has at least twelve scenarios, each under its own id', () => {
    expect(STORIES.length).toBeGreaterThanOrEqual(12);
    expect(new Set(STORIES.map(({ id }) => id)).size).toBe(STORIES.length);
  });

  test.each(STORIES.map((story) => [story.id, story] as const))('%s names what its world has', (_, story) => {
    const { hosts } = scenarioNamed(story.world);
    const machines = hosts.flatMap((host) => host.machines.map(({ name }) => name));
    const names = ['', ...machines, ...hosts.map(({ name }) => name)];
    expect(machines).toEqual(expect.arrayContaining(story.protect));
    for (const { target } of story.faults) expect(names).toContain(target);
    for (const { machine } of story.expect) expect(story.protect).toContain(machine);
  });
});

describe('a scenario file', () => {
  test('is read', () => {
    expect(parseStory(sound, 'a.json').faults).toEqual([
      { kind: 'linkDown', target: 'HV-NORTH', startSeconds: 480, durationSeconds: 300, intensity: null },
    ]);
  });

  test.each([
    [
      { ...sound, events: [{ atMinutes: 'soon', fault: 'linkDown', target: 'HV-NORTH' }] },
      /^a\.json: events\[0\]\.atMinutes: /,
    ],
    [{ ...sound, events: [{ atMinutes: 1, fault: 'meteor' }] }, /^a\.json: events\[0\]\.fault: /],
    [
      { ...sound, events: [{ atMinutes: 1, fault: 'linkDown' }] },
      'a.json: events[0]: linkDown needs the name of a host',
    ],
    [{ ...sound, events: [{ atMinutes: 1, fault: 'hostCrash', target: 'HV-NORTH', forMinutes: 1 }] }, 'no duration'],
    [
      { ...sound, events: [{ atMinutes: 1, fault: 'latency', target: 'HV-NORTH', intensity: 0 }] },
      'from 1 to 5000, got 0',
    ],
    [{ ...sound, id: 'A Story' }, /^a\.json: id: must be 3 to 40 small letters/],
    [{ ...sound, outcom: 'typo' }, /^a\.json: .*outcom/],
    ['no object', /^a\.json: /],
  ])('with a mistake is refused in words (%#)', (file, message) => {
    expect(() => parseStory(file, 'a.json')).toThrow(message);
  });
});

describe('a fault of an address', () => {
  test.each([
    'linkDown:HV-01:600',
    'linkDown:HV-01:600:300',
    'packetLoss:H%20V:0.5:60:30',
    'storageThrottled::60',
    'latency:HV:1:-:9',
  ])('%s is read and written', (text) => {
    expect(formatFault(parseFault(text))).toBe(text);
  });

  test.each([
    ['linkdown:HV-01:600', 'fault "linkdown:HV-01:600": there is no kind "linkdown"; there are: linkDown, '],
    ['linkDown:HV-01', 'the start must be seconds from 0 to '],
    ['linkDown:HV-01:soon', 'the start must be seconds'],
    ['linkDown:HV-01:1:-5', 'the duration must be seconds'],
    ['linkDown::1', 'linkDown needs the name of a host'],
    ['storageThrottled:HV-01:1', 'acts on the storage account and takes no target'],
    ['linkDown:HV-01:1:1:50', 'linkDown has no intensity'],
    ['packetLoss:HV-01:1:1:100', 'the intensity must be from 1 to 99, got 100'],
    ['packetLoss:HV-01:1:1:much', 'got NaN'],
  ])('%s is refused in words', (text, message) => {
    expect(() => parseFault(text)).toThrow(message);
  });
});
