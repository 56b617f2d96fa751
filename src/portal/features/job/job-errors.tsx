import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { KeyValueList } from '../../components/key-value.tsx';
import { Panel } from '../../components/panel.tsx';
import { AsOf } from '../../components/relative-time.tsx';
import { t } from '../../strings/translate.ts';
import type { ErrorLayer, JobErrorView } from './job-view.ts';

const useStyles = makeStyles({
  errors: { display: 'grid', rowGap: tokens.spacingVerticalL },
  error: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 380px), 1fr))',
    gap: tokens.spacingHorizontalXXL,
    paddingLeft: tokens.spacingHorizontalM,
    borderLeft: `${tokens.strokeWidthThicker} solid ${tokens.colorStatusDangerBorder2}`,
  },
  title: {
    margin: `0 0 ${tokens.spacingVerticalXS}`,
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
});

/** What went wrong, as the service says it and as the provider on the host does. */
export function JobErrors({ errors }: { readonly errors: readonly JobErrorView[] }): ReactElement {
  const styles = useStyles();
  return (
    <Panel title={t('job.errors')} aside={<AsOf at={errors.at(-1)?.at} />}>
      <div className={styles.errors}>
        {errors.map((error, index) => (
          <div key={index} className={styles.error}>
            <Layer title={t('job.error.service')} layer={error.service} />
            {error.provider.message && <Layer title={t('job.error.provider')} layer={error.provider} />}
          </div>
        ))}
      </div>
    </Panel>
  );
}

function Layer({ title, layer }: { readonly title: string; readonly layer: ErrorLayer }): ReactElement {
  const styles = useStyles();
  return (
    <section>
      <h3 className={styles.title}>{title}</h3>
      <KeyValueList
        columns="one"
        entries={[
          { label: t('job.error.code'), value: layer.code },
          { label: t('job.error.message'), value: layer.message },
          { label: t('error.causes'), value: layer.possibleCauses },
          { label: t('error.action'), value: layer.recommendedAction },
        ].filter(({ value }) => value !== '')}
      />
    </section>
  );
}
