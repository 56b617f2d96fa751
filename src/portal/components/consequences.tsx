import { Subtitle2, makeStyles, tokens } from '@fluentui/react-components';
import { useId, type ReactElement } from 'react';
import { t } from '../strings/translate.ts';

const useStyles = makeStyles({
  heading: { margin: 0 },
  list: {
    margin: `${tokens.spacingVerticalXS} 0 0`,
    paddingLeft: tokens.spacingHorizontalXL,
    display: 'grid',
    rowGap: tokens.spacingVerticalXS,
  },
});

/** What happens when a dialog is confirmed, and what it costs: a sentence each, all different. */
export function Consequences({ texts }: { readonly texts: readonly string[] }): ReactElement {
  const styles = useStyles();
  const headingId = useId();
  return (
    <section aria-labelledby={headingId}>
      <Subtitle2 as="h3" id={headingId} block className={styles.heading}>
        {t('failover.consequences')}
      </Subtitle2>
      <ul className={styles.list}>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </section>
  );
}
