import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { reasonOf } from '../data/commands.ts';

/** Why the command that was just given was refused, and what is to be done about it; nothing while there is no reason. */
export function CommandError({ error }: { readonly error: Error | null }): ReactElement | null {
  return (
    error && (
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>{reasonOf(error)}</MessageBarBody>
      </MessageBar>
    )
  );
}
