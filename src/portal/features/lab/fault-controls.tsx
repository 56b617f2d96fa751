import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { LabWorld } from '../../../management/wire.ts';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useCommand } from '../../data/commands.ts';
import { formatTime } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';
import { INTENSITIES, targetName } from './fault-kinds.ts';
import { StartFault } from './start-fault.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', rowGap: tokens.spacingVerticalXS },
  fault: {
    display: 'grid',
    gridTemplateColumns: '1fr auto',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    borderLeft: `${tokens.strokeWidthThicker} solid ${tokens.colorStatusDangerBorder2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  hint: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** The faults under way, and a form to start one, with what is to be expected of it. */
export function FaultControls({ world }: { readonly world: LabWorld }): ReactElement {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <ActiveFaults world={world} />
      <StartFault world={world} />
    </div>
  );
}

function ActiveFaults({ world }: { readonly world: LabWorld }): ReactElement {
  const styles = useStyles();
  const command = useCommand();
  if (world.faults.length === 0) return <span className={styles.hint}>{t('lab.faults.none')}</span>;
  return (
    <ul className={styles.list}>
      {world.faults.map((fault) => {
        const name = t(`lab.fault.${fault.kind}`);
        const target = targetName(fault, world);
        const end = (): void =>
          command.mutate({
            label: t('lab.faults.endCommand', { fault: name }),
            name: target,
            run: (client) => client.lab.endFault(fault.id),
          });
        return (
          <li key={fault.id} className={styles.fault}>
            <span>
              {name}: {target}{' '}
              <span className={styles.hint}>
                · <RelativeTime at={fault.since} />
                {fault.intensity !== null &&
                  ` · ${t('lab.faults.strength', { intensity: fault.intensity, unit: INTENSITIES[fault.kind]?.unit ?? '' })}`}
                {fault.endsAt !== null && (
                  <>
                    {' · '}
                    {t('lab.faults.ends', { when: formatTime(Date.parse(fault.endsAt)) })}
                  </>
                )}
              </span>
            </span>
            <Button
              size="small"
              icon={<Dismiss16Regular />}
              aria-label={t('lab.faults.endLabel', { fault: name, target })}
              onClick={end}
            >
              {t('lab.faults.end')}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
