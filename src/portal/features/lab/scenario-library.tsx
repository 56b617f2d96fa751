import { Field, Input, Subtitle2, makeStyles, tokens } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import type { LabScenario, LabWorld } from '../../../management/wire.ts';
import { Intro } from '../../components/intro.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { formatDuration } from '../../data/format.ts';
import { useScenarios } from '../../data/queries.ts';
import { isServed } from '../../data/served.ts';
import { t } from '../../strings/translate.ts';
import { worldLink } from './scenario-link.ts';

const useStyles = makeStyles({
  seed: { maxWidth: '200px', marginBottom: tokens.spacingVerticalL },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 380px), 1fr))',
    gap: tokens.spacingHorizontalL,
  },
  card: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalL,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  head: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  title: { margin: 0 },
  text: { margin: 0 },
  label: { display: 'block', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  points: { margin: 0, paddingLeft: tokens.spacingHorizontalL },
  open: {
    marginTop: 'auto',
    paddingTop: tokens.spacingVerticalS,
    color: tokens.colorBrandForegroundLink,
    fontWeight: tokens.fontWeightSemibold,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
});

/** Worlds with a story: what happens, what to watch, what comes of it, and the way in. */
export function ScenarioLibrary({ world }: { readonly world: LabWorld }): ReactElement {
  const styles = useStyles();
  const scenarios = useScenarios();
  const [seed, setSeed] = useState('1');
  return (
    <>
      <Intro text={t('lab.library.intro')} isInPanel />
      <Field label={t('lab.library.seed')} className={styles.seed}>
        <Input value={seed} maxLength={40} onChange={(_, { value }) => setSeed(value)} />
      </Field>
      <QueryView query={scenarios} what={t('lab.library.what')} skeleton={<PanelSkeleton heightPx={240} />}>
        {(loaded) => (
          <ul className={styles.list}>
            {loaded.map((scenario) => (
              <li key={scenario.id} className={styles.card}>
                <ScenarioCard
                  scenario={scenario}
                  seed={seed.trim() || '1'}
                  isCurrent={scenario.id === world.scenario}
                />
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </>
  );
}

function ScenarioCard({
  scenario,
  seed,
  isCurrent,
}: {
  readonly scenario: LabScenario;
  readonly seed: string;
  readonly isCurrent: boolean;
}): ReactElement {
  const styles = useStyles();
  const { id, title, story, faults, watch, outcome } = scenario;
  return (
    <>
      <div className={styles.head}>
        <Subtitle2 as="h3" className={styles.title}>
          {title}
        </Subtitle2>
        {isCurrent && <StatusPill tone="info">{t('lab.library.current')}</StatusPill>}
      </div>
      <p className={styles.text}>{story}</p>
      <div>
        <span className={styles.label}>{t('lab.library.happens')}</span>
        <ul className={styles.points}>
          {faults.map((fault) => (
            <li key={`${fault.kind} ${fault.target} ${fault.startSeconds}`}>{wordsOf(fault)}</li>
          ))}
        </ul>
      </div>
      <div>
        <span className={styles.label}>{t('lab.library.watch')}</span>
        <ul className={styles.points}>
          {watch.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      </div>
      <div>
        <span className={styles.label}>{t('lab.library.outcome')}</span>
        <p className={styles.text}>{outcome}</p>
      </div>
      <WayIn id={id} title={title} seed={seed} />
    </>
  );
}

/** A link that loads the page anew, for another world is another engine; a server has the one it was started with. */
function WayIn({
  id,
  title,
  seed,
}: {
  readonly id: string;
  readonly title: string;
  readonly seed: string;
}): ReactElement {
  const styles = useStyles();
  if (isServed()) return <span className={styles.label}>{t('lab.library.server', { id })}</span>;
  return (
    <a className={styles.open} href={worldLink({ scenario: id, seed, faultPlan: [] })}>
      {t('lab.library.open', { title })}
    </a>
  );
}

function wordsOf({ kind, target, startSeconds, durationSeconds }: LabScenario['faults'][number]): string {
  const words = {
    time: t('lab.library.after', { duration: formatDuration(startSeconds) }),
    fault: t(`lab.fault.${kind}`),
    target: target || t('lab.faults.account'),
  };
  return durationSeconds === null
    ? t('lab.library.event', words)
    : t('lab.library.eventFor', { ...words, duration: formatDuration(durationSeconds) });
}
