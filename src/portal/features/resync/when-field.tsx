import { Radio, RadioGroup, Subtitle2, makeStyles, tokens } from '@fluentui/react-components';
import { useId, type ReactElement } from 'react';
import { t } from '../../strings/translate.ts';

export type When = 'now' | 'window';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  hint: { color: tokens.colorNeutralForeground3 },
});

export interface WhenFieldProps {
  readonly when: When;
  /** When the window opens, or why there is none; null: it differs from machine to machine. */
  readonly hint: string | null;
  readonly hasWindow?: boolean;
  readonly onChange: (when: When) => void;
}

/** Now, or in the window of the policy. */
export function WhenField({ when, hint, hasWindow = true, onChange }: WhenFieldProps): ReactElement {
  const styles = useStyles();
  const titleId = useId();
  return (
    <section className={styles.section}>
      <Subtitle2 id={titleId}>{t('resync.when')}</Subtitle2>
      <RadioGroup aria-labelledby={titleId} value={when} onChange={(_, data) => onChange(data.value as When)}>
        <Radio value="now" label={t('resync.when.now')} />
        <Radio
          value="window"
          disabled={!hasWindow}
          label={
            <>
              {t('resync.when.window')}
              {hint !== null && <span className={styles.hint}> · {hint}</span>}
            </>
          }
        />
      </RadioGroup>
    </section>
  );
}
