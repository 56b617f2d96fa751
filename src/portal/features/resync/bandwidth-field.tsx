import { Dropdown, Field, Option } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { formatBitsPerSecond } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';

/** Bits per second, from a leased line to a data centre's. */
const RATES = [1_500_000, 5_000_000, 10_000_000, 50_000_000, 100_000_000, 500_000_000, 1_000_000_000] as const;
/** Value of the option for the rate in force. */
const IN_FORCE = '';

export interface BandwidthFieldProps {
  /** null: the rate in force. */
  readonly bitsPerSecond: number | null;
  readonly onChange: (bitsPerSecond: number | null) => void;
}

/** Asks the planner again as if the line were another one; nothing is changed by it. */
export function BandwidthField({ bitsPerSecond, onChange }: BandwidthFieldProps): ReactElement {
  return (
    <Field label={t('resync.whatIf')} hint={t('resync.whatIf.hint')}>
      <Dropdown
        style={{ minWidth: 0 }}
        value={bitsPerSecond === null ? t('resync.whatIf.inForce') : formatBitsPerSecond(bitsPerSecond)}
        selectedOptions={[bitsPerSecond === null ? IN_FORCE : String(bitsPerSecond)]}
        onOptionSelect={(_, { optionValue }) => onChange(optionValue ? Number(optionValue) : null)}
      >
        <Option value={IN_FORCE}>{t('resync.whatIf.inForce')}</Option>
        {RATES.map((rate) => (
          <Option key={rate} value={String(rate)}>
            {formatBitsPerSecond(rate)}
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
}
