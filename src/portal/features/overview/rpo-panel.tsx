import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { ItemRow } from '../../../management/wire.ts';
import { KeyValueList } from '../../components/key-value.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProgressMeter } from '../../components/progress-meter.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { itemPath } from '../../data/dialogs.ts';
import { formatCount, formatDuration } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';
import { summarizeRpo } from './overview-figures.ts';

const useStyles = makeStyles({
  bands: { display: 'grid', rowGap: tokens.spacingVerticalS, margin: `0 0 ${tokens.spacingVerticalM}` },
});

/** How old the newest replicated data is, over all items. */
export function RpoPanel({ rows }: { readonly rows: readonly ItemRow[] }): ReactElement {
  const styles = useStyles();
  const { bands, medianSeconds, worst } = summarizeRpo(rows);
  const total = Math.max(
    1,
    bands.reduce((sum, count) => sum + count, 0),
  );
  const labels = [t('overview.rpo.5min'), t('overview.rpo.15min'), t('overview.rpo.1h'), t('overview.rpo.over')];
  return (
    <Panel title={t('overview.rpo')}>
      <div className={styles.bands}>
        {labels.map((label, index) => {
          const count = bands[index] ?? 0;
          const isLate = index === labels.length - 1;
          return (
            <ProgressMeter
              key={label}
              label={label}
              share={count / total}
              detail={formatCount(count)}
              tone={isLate ? 'warning' : 'brand'}
            />
          );
        })}
      </div>
      <KeyValueList
        columns="one"
        entries={[
          {
            label: t('overview.rpo.median'),
            value: medianSeconds === null ? t('value.none') : formatDuration(medianSeconds),
          },
          {
            label: t('overview.rpo.worst'),
            value: worst ? (
              <RouterLink to={itemPath(worst.id)}>
                {t('overview.rpo.worstOf', { duration: formatDuration(worst.rpoSeconds ?? 0), name: worst.name })}
              </RouterLink>
            ) : (
              t('value.none')
            ),
          },
        ]}
      />
    </Panel>
  );
}
