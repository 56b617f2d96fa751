export const itemsStrings = {
  'items.title': 'Replicated items',
} as const;
