import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { ItemRow } from '../../../management/wire.ts';
import { ProgressMeter } from '../../components/progress-meter.tsx';

const useStyles = makeStyles({
  root: { display: 'grid', rowGap: '3px', width: '100%' },
  text: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    lineHeight: tokens.lineHeightBase200,
    fontVariantNumeric: 'tabular-nums',
  },
});

/** What an item is doing; with a thin bar while something long runs. */
export function PhaseText({ row: { phase, progressPercent } }: { readonly row: ItemRow }): ReactElement {
  const styles = useStyles();
  if (progressPercent === null) return <span title={phase}>{phase}</span>;
  return (
    <span className={styles.root} title={phase}>
      <span className={styles.text}>{phase}</span>
      <ProgressMeter label={phase} share={progressPercent / 100} isBare />
    </span>
  );
}
