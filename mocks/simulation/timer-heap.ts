interface Timer {
  readonly at: number;
  readonly order: number;
  readonly sequence: number;
  wake: (() => void) | null;
}

/** Disarmed timers stay in the heap until they surface; beyond this share they are swept out. */
const SWEEP_SHARE = 0.5;
const SWEEP_MINIMUM = 64;

/** Timers by time, then order, then sequence of arming. */
export class TimerHeap {
  #heap: Timer[] = [];
  #sequence = 0;
  #disarmed = 0;

  /** Armed timers. */
  get size(): number {
    return this.#heap.length - this.#disarmed;
  }

  /** Adds a timer and returns the way to disarm it. */
  push(at: number, order: number, wake: () => void): () => void {
    const timer: Timer = { at, order, sequence: this.#sequence++, wake };
    this.#heap.push(timer);
    this.#rise(this.#heap.length - 1);
    return () => {
      if (!timer.wake) return;
      timer.wake = null;
      this.#disarmed++;
      if (this.#disarmed > SWEEP_MINIMUM && this.#disarmed > this.#heap.length * SWEEP_SHARE) this.#sweep();
    };
  }

  /** Time of the earliest armed timer. */
  peekAt(): number | undefined {
    this.#dropDisarmed();
    return this.#heap[0]?.at;
  }

  /** Takes the earliest armed timer out and returns what it wakes. */
  pop(): (() => void) | undefined {
    this.#dropDisarmed();
    const timer = this.#removeFirst();
    const wake = timer?.wake ?? undefined;
    if (timer) timer.wake = null;
    return wake;
  }

  #dropDisarmed(): void {
    for (let first = this.#heap[0]; first && !first.wake; first = this.#heap[0]) {
      this.#removeFirst();
      this.#disarmed--;
    }
  }

  #sweep(): void {
    this.#heap = this.#heap.filter((timer) => timer.wake).toSorted(compare);
    this.#disarmed = 0;
  }

  #removeFirst(): Timer | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last && last !== first) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return first;
  }

  #rise(start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfLess(index, parent)) return;
      index = parent;
    }
  }

  #sink(start: number): void {
    let index = start;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const child = this.#isLess(right, left) ? right : left;
      if (!this.#swapIfLess(child, index)) return;
      index = child;
    }
  }

  #isLess(a: number, b: number): boolean {
    const first = this.#heap[a];
    const second = this.#heap[b];
    return first !== undefined && second !== undefined && compare(first, second) < 0;
  }

  #swapIfLess(lower: number, upper: number): boolean {
    const heap = this.#heap;
    const child = heap[lower];
    const parent = heap[upper];
    if (!child || !parent || compare(child, parent) >= 0) return false;
    heap[lower] = parent;
    heap[upper] = child;
    return true;
  }
}

function compare(a: Timer, b: Timer): number {
  return a.at - b.at || a.order - b.order || a.sequence - b.sequence;
}
