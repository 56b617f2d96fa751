import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decisionInWords, stateInWords } from './testing/in-words.ts';
import { STEP_SAMPLES } from './testing/step-samples.ts';
import { eventsFor, LATER } from './testing/variations.ts';

/*
 * The whole machine in words, as a reviewer reads it: what each state calls for, what each event changes and says
 * there. A change of the law shows as a difference of these files: read it, then have them written anew with
 * `npx vitest run src/core/protection --project node -u`.
 */

const subjects = [...new Set(Object.keys(STEP_SAMPLES).map(subjectOf))];

/** What a sample's name begins with: “planned, shutdown” belongs to “planned”. */
function subjectOf(name: string): string {
  return name.split(',')[0] ?? name;
}

test.each(subjects)(
  '[LC70] %s: every event, at every step, does what is written in words, and nothing else',
  async (subject) => {
    const lines: string[] = [];
    const told = new Map<string, string>();
    for (const [name, item] of Object.entries(STEP_SAMPLES)) {
      if (subjectOf(name) !== subject) continue;
      lines.push(`${name}:`, ...stateInWords(item));
      for (const [title, event] of eventsFor(item)) {
        const decision = decisionInWords(item, event, LATER).join('\n');
        if (decision === '') continue;
        const where = told.get(decision);
        lines.push(where === undefined ? `  ${title}\n${decision}` : `  ${title}, as in: ${where}`);
        if (where === undefined) told.set(decision, `${name}, ${title}`);
      }
      lines.push('');
    }
    const file = join(import.meta.dirname, `testing/in-words/${subject.replaceAll(' ', '-')}.txt`);
    await expect(lines.join('\n')).toMatchFileSnapshot(file);
  },
);
