import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { ErrorText } from '../../../management/wire.ts';
import { t } from '../../strings/translate.ts';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(18ch, max-content) minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
    '& dt': { color: tokens.colorNeutralForeground3 },
    '& dd': { margin: 0, overflowWrap: 'anywhere', maxWidth: '80ch' },
  },
});

/** An error of the catalogue: code, message, causes, action, and what exactly was seen. */
export function ErrorFacts({ error }: { readonly error: ErrorText }): ReactElement {
  const styles = useStyles();
  const facts: readonly (readonly [string, string])[] = [
    [t('error.id'), `${error.id}: ${error.message}`],
    [t('error.causes'), error.possibleCauses],
    [t('error.action'), error.recommendedAction],
    [t('error.detail'), error.detail],
  ];
  return (
    <dl className={styles.list}>
      {facts
        .filter(([, value]) => value !== '')
        .map(([label, value]) => [<dt key={label}>{label}</dt>, <dd key={`${label}:value`}>{value}</dd>])}
    </dl>
  );
}
