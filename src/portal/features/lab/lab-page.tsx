import {
  Dropdown,
  Option,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { ArrowUpload20Regular, Beaker32Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { LabWorld } from '../../../management/wire.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Intro } from '../../components/intro.tsx';
import { KeyValueList } from '../../components/key-value.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { useCommand } from '../../data/commands.ts';
import { useDialog } from '../../data/dialogs.ts';
import { formatBitsPerSecond, formatBytes, formatDateTime } from '../../data/format.ts';
import { useWorld } from '../../data/queries.ts';
import { useWorldNow } from '../../data/use-world-now.ts';
import { t, tOr } from '../../strings/translate.ts';
import { ClockControls } from './clock-controls.tsx';
import { FaultControls } from './fault-controls.tsx';
import { ScenarioLibrary } from './scenario-library.tsx';
import { WorldLink } from './world-link.tsx';

const WORKLOADS = ['idle', 'database', 'logAppend', 'webServer', 'fileServer', 'nightlyBurst', 'quiet'] as const;

const useStyles = makeStyles({
  panels: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 420px), 1fr))',
    gap: tokens.spacingHorizontalL,
    alignItems: 'stretch',
  },
  wide: { gridColumn: '1 / -1', minWidth: 0 },
  workload: { minWidth: '150px' },
  imported: { color: tokens.colorNeutralForeground3 },
});

/** The demo world: its clock, faults, hosts and guests. */
export function LabPage(): ReactElement {
  const world = useWorld();
  const dialog = useDialog();
  return (
    <PageFrame
      title={t('lab.title')}
      crumbs={[{ label: t('app.vault'), to: '/' }]}
      commands={
        world.data
          ? [
              {
                id: 'import',
                label: t('lab.import'),
                icon: <ArrowUpload20Regular />,
                onSelect: () => dialog.open('importDisk'),
              },
            ]
          : []
      }
    >
      <QueryView query={world} what={t('lab.what')} skeleton={<PanelSkeleton heightPx={240} />}>
        {(loaded) =>
          loaded ? (
            <>
              <Intro text={t('lab.intro')} />
              <WorldPanels world={loaded} />
            </>
          ) : (
            <EmptyState icon={<Beaker32Regular />} title={t('lab.none.title')} body={t('lab.none.body')} />
          )
        }
      </QueryView>
    </PageFrame>
  );
}

function WorldPanels({ world }: { readonly world: LabWorld }): ReactElement {
  const styles = useStyles();
  const now = useWorldNow();
  return (
    <div className={styles.panels}>
      <Panel title={t('lab.world')}>
        <KeyValueList
          columns="one"
          entries={[
            { label: t('lab.world.scenario'), value: world.scenario },
            { label: t('lab.world.seed'), value: world.seed },
            { label: t('lab.world.time'), value: formatDateTime(now) },
          ]}
        />
        <ClockControls world={world} />
        <WorldLink world={world} />
      </Panel>
      <Panel title={t('lab.faults')}>
        <FaultControls world={world} />
      </Panel>
      <div className={styles.wide}>
        <Panel title={t('lab.library')}>
          <ScenarioLibrary world={world} />
        </Panel>
      </div>
      <div className={styles.wide}>
        <Panel title={t('lab.hosts')}>
          <HostTable world={world} />
        </Panel>
      </div>
      <div className={styles.wide}>
        <Panel title={t('lab.machines')}>
          <MachineTable world={world} />
        </Panel>
      </div>
    </div>
  );
}

function HostTable({ world }: { readonly world: LabWorld }): ReactElement {
  return (
    <Table size="small" aria-label={t('lab.hosts')}>
      <TableHeader>
        <TableRow>
          <TableHeaderCell>{t('lab.hosts.name')}</TableHeaderCell>
          <TableHeaderCell>{t('lab.hosts.site')}</TableHeaderCell>
          <TableHeaderCell>{t('lab.hosts.link')}</TableHeaderCell>
          <TableHeaderCell>{t('lab.hosts.latency')}</TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody>
        {world.hosts.map((host) => (
          <TableRow key={host.id}>
            <TableCell>{host.name}</TableCell>
            <TableCell>{host.site}</TableCell>
            <TableCell>{formatBitsPerSecond(host.linkBitsPerSecond)}</TableCell>
            <TableCell>{t('lab.hosts.ms', { ms: host.latencyMs })}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function MachineTable({ world }: { readonly world: LabWorld }): ReactElement {
  const styles = useStyles();
  const command = useCommand();
  const hostNames = new Map(world.hosts.map(({ id, name }) => [id, name]));
  const setWorkload = (id: string, name: string, workload: string): void =>
    command.mutate({
      label: t('lab.machines.command'),
      name,
      run: (client) => client.lab.setWorkload(id, workload),
    });
  return (
    <Table size="small" aria-label={t('lab.machines')}>
      <TableHeader>
        <TableRow>
          <TableHeaderCell>{t('lab.machines.name')}</TableHeaderCell>
          <TableHeaderCell>{t('lab.machines.host')}</TableHeaderCell>
          <TableHeaderCell>{t('lab.machines.disks')}</TableHeaderCell>
          <TableHeaderCell>{t('lab.machines.workload')}</TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody>
        {world.machines.map((machine) => (
          <TableRow key={machine.id}>
            <TableCell>
              {machine.name}
              {machine.isImported && <span className={styles.imported}> · {t('lab.machines.imported')}</span>}
            </TableCell>
            <TableCell>{hostNames.get(machine.hostId) ?? machine.hostId}</TableCell>
            <TableCell>{machine.disks.map((disk) => formatBytes(disk.sizeBytes)).join(', ')}</TableCell>
            <TableCell>
              <Dropdown
                size="small"
                className={styles.workload}
                aria-label={`${t('lab.machines.workload')}: ${machine.name}`}
                value={tOr(`workload.${machine.workload}`, machine.workload)}
                selectedOptions={[machine.workload]}
                onOptionSelect={(_, { optionValue }) =>
                  optionValue && setWorkload(machine.id, machine.name, optionValue)
                }
              >
                {WORKLOADS.map((workload) => (
                  <Option key={workload} value={workload}>
                    {t(`workload.${workload}`)}
                  </Option>
                ))}
              </Dropdown>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
