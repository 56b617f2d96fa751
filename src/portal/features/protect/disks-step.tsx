import { Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { ArmProtectableItem } from '../../../management/arm.ts';
import { Panel } from '../../components/panel.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { formatBytes } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';
import {
  diskKey,
  factsOf,
  includedDisks,
  isIncluded,
  totalBytes,
  type MachineDisk,
  type ProtectionDraft,
} from './protection-draft.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL },
  hint: { margin: 0, maxWidth: '72ch', color: tokens.colorNeutralForeground2 },
  // No higher than the line of text beside it; the target stays as large as Fluent makes it.
  box: { margin: `calc(-1 * ${tokens.spacingVerticalS}) 0` },
  sum: { color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
});

/** Which disks of each machine are replicated; all of them until some are left out. */
export function DisksStep({
  machines,
  leftOut,
  onChange,
}: {
  readonly machines: readonly ArmProtectableItem[];
  readonly leftOut: ProtectionDraft['leftOut'];
  readonly onChange: (leftOut: ProtectionDraft['leftOut']) => void;
}): ReactElement {
  const styles = useStyles();
  const toggle = (key: string): void => {
    const next = new Set(leftOut);
    if (!next.delete(key)) next.add(key);
    onChange(next);
  };
  return (
    <div className={styles.root}>
      <p className={styles.hint}>{t('protect.disks.hint')}</p>
      {machines.map((machine) => (
        <MachineDisks key={machine.name} machine={machine} leftOut={leftOut} onToggle={toggle} />
      ))}
    </div>
  );
}

function MachineDisks({
  machine,
  leftOut,
  onToggle,
}: {
  readonly machine: ArmProtectableItem;
  readonly leftOut: ProtectionDraft['leftOut'];
  readonly onToggle: (key: string) => void;
}): ReactElement {
  const styles = useStyles();
  const { name, disks } = factsOf(machine);
  const included = includedDisks(machine, leftOut);
  const columns: readonly SimpleColumn<MachineDisk>[] = [
    {
      id: 'isIncluded',
      header: t('protect.disks.replicate'),
      render: (disk) => (
        <Checkbox
          className={styles.box}
          aria-label={disk.name}
          checked={isIncluded(machine, disk, leftOut)}
          disabled={disk.isOfSystem}
          onChange={() => onToggle(diskKey(machine, disk))}
        />
      ),
    },
    // Beside the box, not its label: a box that cannot be cleared would grey the name as well.
    { id: 'disk', header: t('protect.disks.disk'), render: (disk) => disk.name },
    {
      id: 'role',
      header: t('protect.disks.role'),
      render: ({ isOfSystem }) => t(isOfSystem ? 'protect.disks.system' : 'protect.disks.data'),
    },
    { id: 'size', header: t('protect.disks.size'), isNumeric: true, render: ({ sizeBytes }) => formatBytes(sizeBytes) },
  ];
  return (
    <Panel
      title={name}
      aside={
        <span className={styles.sum}>
          {t('protect.disks.chosen', {
            chosen: included.length,
            count: disks.length,
            bytes: formatBytes(totalBytes(included)),
          })}
        </span>
      }
    >
      <SimpleTable label={t('protect.disks.of', { name })} columns={columns} rows={disks} keyOf={({ id }) => id} />
    </Panel>
  );
}
