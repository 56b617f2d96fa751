import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { ItemRow } from '../../../management/wire.ts';
import { ProgressMeter } from '../../components/progress-meter.tsx';

const useStyles = makeStyles({
  root: { display: 'grid', width: '100%' },
  text: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    lineHeight: tokens.lineHeightBase200,
  },
  progress: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    fontSize: tokens.fontSizeBase200,
    lineHeight: '12px',
    fontVariantNumeric: 'tabular-nums',
  },
});

/** What an item is doing; with a thin bar, and how far, while something long runs. */
export function PhaseText({ row: { phase, progressPercent } }: { readonly row: ItemRow }): ReactElement {
  const styles = useStyles();
  if (progressPercent === null) return <span title={phase}>{phase}</span>;
  const percent = `${progressPercent} %`;
  // Beside the bar the figure has room in a narrow column, where it would be cut off behind the words.
  const words = phase.endsWith(` ${percent}`) ? phase.slice(0, -percent.length - 1) : phase;
  return (
    <span className={styles.root} title={phase}>
      <span className={styles.text}>{words}</span>{' '}
      <span className={styles.progress}>
        <ProgressMeter label={phase} share={progressPercent / 100} isBare />
        {percent}
      </span>
    </span>
  );
}
