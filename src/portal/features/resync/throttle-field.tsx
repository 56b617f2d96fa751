import { makeStyles } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { ChoiceField } from '../../components/choice-field.tsx';
import { formatBitsPerSecond } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';

/** Bits per second. */
const RATES = [1_500_000, 5_000_000, 20_000_000, 100_000_000] as const;
/** Value of the option for no throttle of its own. */
const NONE = '';

const useStyles = makeStyles({ box: { minWidth: 0 } });

export interface ThrottleFieldProps {
  /** null: as the host's schedule has it. */
  readonly bitsPerSecond: number | null;
  readonly onChange: (bitsPerSecond: number | null) => void;
}

/** How fast the resynchronization may send, so that others have room. */
export function ThrottleField({ bitsPerSecond, onChange }: ThrottleFieldProps): ReactElement {
  const styles = useStyles();
  return (
    <ChoiceField
      label={t('throttle.label')}
      hint={t('throttle.hint')}
      className={styles.box}
      choices={[
        { value: NONE, text: t('throttle.none') },
        ...RATES.map((rate) => ({ value: String(rate), text: formatBitsPerSecond(rate) })),
      ]}
      value={bitsPerSecond === null ? NONE : String(bitsPerSecond)}
      onChange={(value) => onChange(value === NONE ? null : Number(value))}
    />
  );
}
