/**
 * Stands in for vitest while mutants run: the same `expect`, and tests that can be run again and again in one
 * process. Only what the core's tests use.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** The one that vitest itself uses. */
const vitestRequire = createRequire(import.meta.resolve('vitest'));
const expectModule = await import(pathToFileURL(vitestRequire.resolve('@vitest/expect')).href);
const { chai, customMatchers, JestAsymmetricMatchers, JestChaiExpect, JestExtend, setState } = expectModule;
chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);
chai.use((/** @type {any} */ { Assertion }, /** @type {any} */ { addMethod }) => {
  addMethod(
    Assertion.prototype,
    'toMatchFileSnapshot',
    /** @this {any} @param {string} file */ async function (file) {
      if (readFileSync(file, 'utf8') !== chai.util.flag(this, 'object')) throw new Error(`differs from ${file}`);
    },
  );
});

/** @param {unknown} value @param {string} [message] */
export const expect = (value, message) => chai.expect(value, message);
Object.assign(expect, chai.expect, /** @type {any} */ (globalThis)[expectModule.ASYMMETRIC_MATCHERS_OBJECT]);
Object.defineProperty(globalThis, expectModule.GLOBAL_EXPECT, { value: expect, writable: true, configurable: true });
setState({ assertionCalls: 0, isExpectingAssertions: false, expectedAssertionsNumber: null }, expect);
chai.expect.extend(expect, customMatchers);

/** @type {{ name: string, run: () => unknown }[]} in the order of their registration */
export const tests = [];

/** @param {string} _name @param {() => void} body */
export function describe(_name, body) {
  body();
}

/** @param {string} name @param {() => unknown} run */
export function test(name, run) {
  tests.push({ name, run });
}

/** @param {readonly unknown[]} cases */
test.each = (cases) => (/** @type {string} */ name, /** @type {(...values: any[]) => unknown} */ run) => {
  for (const [index, value] of cases.entries()) {
    tests.push({ name: `${name} (${index})`, run: () => (Array.isArray(value) ? run(...value) : run(value)) });
  }
};

/** @param {readonly unknown[]} cases */
describe.each = (cases) => (/** @type {string} */ _name, /** @type {(...values: any[]) => void} */ body) => {
  for (const value of cases) {
    if (Array.isArray(value)) body(...value);
    else body(value);
  }
};

export const it = test;
