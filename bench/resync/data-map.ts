import { execFileSync } from 'node:child_process';
import { endOf, type Extent } from '../../src/base/extent.ts';
import { KIB, type Bytes } from '../../src/base/units.ts';

/** As fine as it pays to leave out a hole. */
const GRAIN_BYTES: Bytes = 64 * KIB;

/** Prints where each stretch of data begins and ends, in whole grains. 3 and 4 are Linux' SEEK_DATA and SEEK_HOLE. */
const SEEK_SCRIPT = `
my ($path, $grain) = @ARGV;
open(my $file, '<', $path) or die "$path: $!\n";
my $size = -s $file;
for (my $end = 0; $end < $size && defined(my $start = sysseek($file, $end, 3));) {
  $end = (int($start / $grain) + 1) * $grain;
  $end = sysseek($file, $end, 4) if $end < $size;
  print $start + 0, ' ', $end, "\n";
}`;

/**
 * Where an image file holds data, as a page blob knows its ranges. The file system knows it at first, and Perl asks
 * it, which is part of every Debian: Node has no call for that.
 */
export class DataMap {
  readonly #hasData: Uint8Array;

  constructor(path: string, sizeBytes: Bytes) {
    this.#hasData = new Uint8Array(Math.ceil(sizeBytes / GRAIN_BYTES));
    const answer = execFileSync('perl', ['-e', SEEK_SCRIPT, path, `${GRAIN_BYTES}`], {
      encoding: 'utf8',
      maxBuffer: 64 << 20,
    });
    for (const line of answer.split('\n').filter(Boolean)) {
      const [start = 0, end = 0] = line.split(' ').map(Number);
      this.note({ offsetBytes: start, lengthBytes: end - start });
    }
  }

  /** Something is written there. */
  note(extent: Extent): void {
    this.#hasData.fill(1, Math.floor(extent.offsetBytes / GRAIN_BYTES), Math.ceil(endOf(extent) / GRAIN_BYTES));
  }

  /** Data within a part, rounded to whole grains; ascending. */
  within(part: Extent): readonly Extent[] {
    const extents: Extent[] = [];
    const last = Math.ceil(endOf(part) / GRAIN_BYTES);
    for (let grain = Math.floor(part.offsetBytes / GRAIN_BYTES); grain < last;) {
      const first = this.#next(grain, 1, last);
      grain = this.#next(first, 0, last);
      const offsetBytes = Math.max(part.offsetBytes, first * GRAIN_BYTES);
      const lengthBytes = Math.min(endOf(part), grain * GRAIN_BYTES) - offsetBytes;
      if (lengthBytes > 0) extents.push({ offsetBytes, lengthBytes });
    }
    return extents;
  }

  #next(from: number, state: 0 | 1, last: number): number {
    const found = this.#hasData.indexOf(state, from);
    return found < 0 ? last : Math.min(found, last);
  }
}
