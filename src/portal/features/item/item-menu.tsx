import type { ReactElement } from 'react';
import { CommandMenuList } from '../../components/command-bar.tsx';
import { useItemRow } from '../../data/live-context.ts';
import { useOperations } from '../../data/queries.ts';
import { useItemCommands } from './item-commands.tsx';

/** The commands of one machine as a menu; what is refused says why, in the server's words. */
export function ItemMenu({ itemId }: { readonly itemId: string }): ReactElement {
  const row = useItemRow(itemId);
  const refusals = useOperations(itemId).data?.refusals;
  const commandsOf = useItemCommands();
  return <CommandMenuList commands={row ? commandsOf(row, refusals) : []} />;
}
