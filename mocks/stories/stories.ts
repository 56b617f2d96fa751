/** The scenario library, in the order in which the lab offers it. A scenario of one's own is one more file and one more line. */
import backupAtNoon from './backup-at-noon.json' with { type: 'json' };
import brokenChain from './broken-chain.json' with { type: 'json' };
import busyAccount from './busy-account.json' with { type: 'json' };
import diggerAndCable from './digger-and-cable.json' with { type: 'json' };
import editedOffline from './edited-offline.json' with { type: 'json' };
import eveningWindow from './evening-window.json' with { type: 'json' };
import expiredKey from './expired-key.json' with { type: 'json' };
import farAway from './far-away.json' with { type: 'json' };
import fullVolume from './full-volume.json' with { type: 'json' };
import hostAway from './host-away.json' with { type: 'json' };
import lossyLine from './lossy-line.json' with { type: 'json' };
import missingLog from './missing-log.json' with { type: 'json' };
import powerCut from './power-cut.json' with { type: 'json' };
import restlessGuest from './restless-guest.json' with { type: 'json' };
import shortOfMemory from './short-of-memory.json' with { type: 'json' };
import thinLine from './thin-line.json' with { type: 'json' };
import wrongClock from './wrong-clock.json' with { type: 'json' };
import wrongMachine from './wrong-machine.json' with { type: 'json' };
import { parseStory, type Story } from './story.ts';

const FILES: Readonly<Record<string, unknown>> = {
  'digger-and-cable.json': diggerAndCable,
  'power-cut.json': powerCut,
  'expired-key.json': expiredKey,
  'broken-chain.json': brokenChain,
  'backup-at-noon.json': backupAtNoon,
  'thin-line.json': thinLine,
  'far-away.json': farAway,
  'lossy-line.json': lossyLine,
  'busy-account.json': busyAccount,
  'full-volume.json': fullVolume,
  'short-of-memory.json': shortOfMemory,
  'host-away.json': hostAway,
  'wrong-machine.json': wrongMachine,
  'edited-offline.json': editedOffline,
  'missing-log.json': missingLog,
  'wrong-clock.json': wrongClock,
  'restless-guest.json': restlessGuest,
  'evening-window.json': eveningWindow,
};

export const STORIES: readonly Story[] = Object.entries(FILES).map(([name, value]) => parseStory(value, name));

export function storyNamed(id: string): Story | undefined {
  return STORIES.find((story) => story.id === id);
}
