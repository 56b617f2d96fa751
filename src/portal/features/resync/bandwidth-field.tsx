import { makeStyles } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { ChoiceField } from '../../components/choice-field.tsx';
import { formatBitsPerSecond } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';

/** Bits per second, from a leased line to a data centre's. */
const RATES = [1_500_000, 5_000_000, 10_000_000, 50_000_000, 100_000_000, 500_000_000, 1_000_000_000] as const;
/** Value of the option for the rate in force. */
const IN_FORCE = '';

const useStyles = makeStyles({ box: { minWidth: 0 } });

export interface BandwidthFieldProps {
  /** null: the rate in force. */
  readonly bitsPerSecond: number | null;
  readonly onChange: (bitsPerSecond: number | null) => void;
}

/** Asks the planner again as if the line were another one; nothing is changed by it. */
export function BandwidthField({ bitsPerSecond, onChange }: BandwidthFieldProps): ReactElement {
  const styles = useStyles();
  return (
    <ChoiceField
      label={t('resync.whatIf')}
      hint={t('resync.whatIf.hint')}
      className={styles.box}
      choices={[
        { value: IN_FORCE, text: t('resync.whatIf.inForce') },
        ...RATES.map((rate) => ({ value: String(rate), text: formatBitsPerSecond(rate) })),
      ]}
      value={bitsPerSecond === null ? IN_FORCE : String(bitsPerSecond)}
      onChange={(value) => onChange(value === IN_FORCE ? null : Number(value))}
    />
  );
}
