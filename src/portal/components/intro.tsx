import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';

const useStyles = makeStyles({
  text: { margin: `0 0 ${tokens.spacingVerticalL}`, maxWidth: '80ch', color: tokens.colorNeutralForeground2 },
  inPanel: { marginBottom: tokens.spacingVerticalM },
});

/** What a page or a panel is for, in a sentence or two above its content. */
export function Intro({
  text,
  isInPanel = false,
}: {
  readonly text: string;
  readonly isInPanel?: boolean;
}): ReactElement {
  const styles = useStyles();
  return <p className={mergeClasses(styles.text, isInPanel && styles.inPanel)}>{text}</p>;
}
