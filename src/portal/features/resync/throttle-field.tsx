import { Dropdown, Field, Option } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { formatBitsPerSecond } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';

/** Bits per second. */
const RATES = [1_500_000, 5_000_000, 20_000_000, 100_000_000] as const;
/** Value of the option for no throttle of its own. */
const NONE = '';

export interface ThrottleFieldProps {
  /** null: as the host's schedule has it. */
  readonly bitsPerSecond: number | null;
  readonly onChange: (bitsPerSecond: number | null) => void;
}

/** How fast the resynchronization may send, so that others have room. */
export function ThrottleField({ bitsPerSecond, onChange }: ThrottleFieldProps): ReactElement {
  const text = bitsPerSecond === null ? t('throttle.none') : formatBitsPerSecond(bitsPerSecond);
  return (
    <Field label={t('throttle.label')} hint={t('throttle.hint')}>
      <Dropdown
        style={{ minWidth: 0 }}
        value={text}
        selectedOptions={[bitsPerSecond === null ? NONE : String(bitsPerSecond)]}
        onOptionSelect={(_, { optionValue }) => onChange(optionValue ? Number(optionValue) : null)}
      >
        <Option value={NONE}>{t('throttle.none')}</Option>
        {RATES.map((rate) => (
          <Option key={rate} value={String(rate)}>
            {formatBitsPerSecond(rate)}
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
}
