/** Keeps sentences out of the mutation run: what people read is proofread, and no test repeats it word for word. */

/**
 * @typedef {object} SyntaxNode as far as strings go
 * @property {string} type
 * @property {string} [value] of a string literal
 * @property {{ type: string }[]} [expressions] of a template
 * @property {{ value: { raw: string } }[]} [quasis] of a template
 */

/** Names and members in a template's gaps are read too; an operator or a call there is computed with, and stays in. */
const readOnly = new Set(['Identifier', 'MemberExpression']);

/**
 * A text with a space in it is read by people; one without is a code, a name or a kind.
 * @param {SyntaxNode} node
 */
export function isSentence({ type, value = '', expressions = [], quasis = [] }) {
  if (type === 'StringLiteral') return value.trim().includes(' ');
  if (type !== 'TemplateLiteral') return false;
  return expressions.every((gap) => readOnly.has(gap.type)) && quasis.some((text) => text.value.raw.includes(' '));
}

/** For Stryker's instrumenter. */
export const wordingIgnorer = {
  /** @param {{ node: SyntaxNode }} path */
  shouldIgnore: ({ node }) => (isSentence(node) ? 'Wording is read, not computed with.' : undefined),
};
