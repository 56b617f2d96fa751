import { Field, Radio, RadioGroup, makeStyles, tokens } from '@fluentui/react-components';
import { ServerRegular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { ArmFabric } from '../../../management/arm.ts';
import type { HostDetail } from '../../../management/wire.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { useHosts } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';
import { fabricName } from './protection-draft.ts';

const useStyles = makeStyles({
  note: { display: 'block', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

export interface SourceStepProps {
  readonly fabrics: readonly ArmFabric[];
  readonly chosen: ArmFabric | null;
  /** Called with another one than the chosen one only. */
  readonly onChoose: (fabric: ArmFabric | null) => void;
}

/** Which site the machines are on. */
export function SourceStep({ fabrics, chosen, onChoose }: SourceStepProps): ReactElement {
  const styles = useStyles();
  const hosts = useHosts().data;
  const choose = (name: string): void => {
    if (name !== chosen?.name) onChoose(fabrics.find((each) => each.name === name) ?? null);
  };
  if (fabrics.length === 0) {
    return (
      <EmptyState
        icon={<ServerRegular />}
        title={t('protect.source.none.title')}
        body={t('protect.source.none.body')}
      />
    );
  }
  return (
    <Field label={t('protect.source.label')} hint={t('protect.source.hint')}>
      <RadioGroup value={chosen?.name ?? ''} onChange={(_, { value }) => choose(value)}>
        {fabrics.map((fabric) => (
          <Radio
            key={fabric.name}
            value={fabric.name ?? ''}
            label={
              <>
                {fabricName(fabric)} <span className={styles.note}>{siteNote(fabric, hosts ?? [])}</span>
              </>
            }
          />
        ))}
      </RadioGroup>
    </Field>
  );
}

/** What the site is and has; empty until its hosts are known. */
function siteNote({ name }: ArmFabric, hosts: readonly HostDetail[]): string {
  const own = hosts.filter(({ fabricName: site }) => site === name);
  const [first] = own;
  if (!first) return '';
  const total = (countOf: (host: HostDetail) => number) => own.reduce((sum, host) => sum + countOf(host), 0);
  return [
    t(`infrastructure.kind.${first.fabricKind}`),
    t('protect.source.hosts', { count: own.length }),
    t('protect.source.machines', {
      protected: total(({ protectedCount }) => protectedCount),
      count: total(({ machineCount }) => machineCount),
    }),
  ].join(' · ');
}
