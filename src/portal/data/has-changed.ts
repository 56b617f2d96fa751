/** Whether what is edited differs from what is stored. Both are plain data with their fields in the same order. */
export function hasChanged<Draft>(stored: Draft, draft: Draft): boolean {
  return JSON.stringify(stored) !== JSON.stringify(draft);
}
