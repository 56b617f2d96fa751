import {
  Checkbox,
  SearchBox,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkCircle16Regular, Info16Regular, ServerRegular, Warning16Regular } from '@fluentui/react-icons';
import { useMemo, useState, type ReactElement } from 'react';
import type { ArmProtectableItem } from '../../../management/arm.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { formatBytes } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';
import { factsOf, isEligible, type MachineFacts } from './protection-draft.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  filter: { maxWidth: '320px' },
  check: { width: '44px' },
  generation: { width: '96px' },
  disks: { width: '200px' },
  hint: { color: tokens.colorNeutralForeground3 },
  cell: {
    height: 'auto',
    minHeight: '40px',
    paddingTop: tokens.spacingVerticalXS,
    paddingBottom: tokens.spacingVerticalXS,
  },
  error: { display: 'flex', alignItems: 'flex-start', columnGap: tokens.spacingHorizontalXS },
});

/** Rows of a table that is no virtual grid: beyond, a name is found sooner by filtering. */
const MOST_SHOWN = 200;

const names = new Intl.Collator('en', { numeric: true });

/** Those that can be chosen first, then those that something stands against, then those that have it already. */
function byReadiness(a: ArmProtectableItem, b: ArmProtectableItem): number {
  const rank = (machine: ArmProtectableItem): number =>
    isEligible(machine) ? 0 : factsOf(machine).isProtected ? 2 : 1;
  return rank(a) - rank(b) || names.compare(factsOf(a).name, factsOf(b).name);
}

export interface MachinesStepProps {
  readonly machines: readonly ArmProtectableItem[];
  readonly chosen: readonly ArmProtectableItem[];
  readonly onChange: (chosen: readonly ArmProtectableItem[]) => void;
}

/** The machines of the site, with what stands against protecting each. */
export function MachinesStep({ machines, chosen, onChange }: MachinesStepProps): ReactElement {
  const styles = useStyles();
  const [text, setText] = useState('');
  const sorted = useMemo(() => machines.toSorted(byReadiness), [machines]);
  if (machines.length === 0) {
    return (
      <EmptyState
        icon={<ServerRegular />}
        title={t('protect.machines.none.title')}
        body={t('protect.machines.none.body')}
      />
    );
  }
  const matching = sorted.filter((machine) => factsOf(machine).name.toLowerCase().includes(text.trim().toLowerCase()));
  const shown = matching.slice(0, MOST_SHOWN);
  return (
    <div className={styles.root}>
      <SearchBox
        className={styles.filter}
        placeholder={t('protect.machines.filter')}
        aria-label={t('protect.machines.filter')}
        value={text}
        onChange={(_, { value }) => setText(value)}
      />
      {matching.length > shown.length && (
        <span className={styles.hint}>
          {t('protect.machines.some', { shown: shown.length, count: matching.length })}
        </span>
      )}
      <MachineTable machines={shown} chosen={chosen} onChange={onChange} />
      <span className={styles.hint} role="status">
        {chosen.length === 0 ? t('protect.machines.choose') : t('count.selected', { count: chosen.length })}
      </span>
    </div>
  );
}

/** The first box chooses all that are ready. What is chosen and filtered away stays chosen. */
function MachineTable({ machines, chosen, onChange }: MachinesStepProps): ReactElement {
  const styles = useStyles();
  const chosenIds = new Set(chosen.map(({ name }) => name));
  const ready = machines.filter(isEligible);
  const readyChosen = ready.filter(({ name }) => chosenIds.has(name)).length;
  const toggle = (machine: ArmProtectableItem): void =>
    onChange(chosenIds.has(machine.name) ? chosen.filter(({ name }) => name !== machine.name) : [...chosen, machine]);
  const toggleAll = (): void => {
    const readyIds = new Set(ready.map(({ name }) => name));
    const others = chosen.filter(({ name }) => !readyIds.has(name));
    onChange(readyChosen === ready.length ? others : [...others, ...ready]);
  };
  return (
    <Table aria-label={t('protect.step.machines')} size="small">
      <TableHeader>
        <TableRow>
          <TableHeaderCell className={styles.check}>
            <Checkbox
              aria-label={t('protect.machines.selectAll')}
              checked={readyChosen > 0 && readyChosen < ready.length ? 'mixed' : readyChosen > 0}
              disabled={ready.length === 0}
              onChange={toggleAll}
            />
          </TableHeaderCell>
          <TableHeaderCell>{t('protect.machines.name')}</TableHeaderCell>
          <TableHeaderCell className={styles.generation}>{t('protect.machines.generation')}</TableHeaderCell>
          <TableHeaderCell>{t('protect.machines.os')}</TableHeaderCell>
          <TableHeaderCell className={styles.disks}>{t('protect.machines.disks')}</TableHeaderCell>
          <TableHeaderCell>{t('protect.machines.readiness')}</TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody>
        {machines.map((machine) => (
          <MachineRow
            key={machine.name}
            machine={machine}
            isChosen={chosenIds.has(machine.name)}
            onToggle={() => toggle(machine)}
          />
        ))}
      </TableBody>
    </Table>
  );
}

interface MachineRowProps {
  readonly machine: ArmProtectableItem;
  readonly isChosen: boolean;
  readonly onToggle: () => void;
}

function MachineRow({ machine, isChosen, onToggle }: MachineRowProps): ReactElement {
  const styles = useStyles();
  const facts = factsOf(machine);
  return (
    <TableRow>
      <TableCell className={styles.check}>
        <Checkbox
          aria-label={t('protect.machines.select', { name: facts.name })}
          checked={isChosen}
          disabled={!isEligible(machine)}
          onChange={onToggle}
        />
      </TableCell>
      <TableCell className={styles.cell}>
        <Text weight="semibold">{facts.name}</Text>
      </TableCell>
      <TableCell className={styles.cell}>{facts.generation}</TableCell>
      <TableCell className={styles.cell}>{facts.osName}</TableCell>
      <TableCell className={styles.cell}>
        {facts.disks.map((disk) => formatBytes(disk.sizeBytes)).join(' + ')}
      </TableCell>
      <TableCell className={styles.cell}>
        <Readiness facts={facts} />
      </TableCell>
    </TableRow>
  );
}

function Readiness({ facts }: { readonly facts: MachineFacts }): ReactElement {
  const styles = useStyles();
  if (facts.isProtected) {
    return (
      <StatusPill tone="neutral" icon={<Info16Regular />}>
        {t('protect.machines.protected')}
      </StatusPill>
    );
  }
  if (facts.errors.length === 0) {
    return (
      <StatusPill tone="success" icon={<CheckmarkCircle16Regular />}>
        {t('protect.machines.ready')}
      </StatusPill>
    );
  }
  return (
    <div>
      {facts.errors.map((error) => (
        <div key={error} className={styles.error}>
          <Warning16Regular color={tokens.colorStatusWarningForeground3} aria-hidden />
          <span>{error}</span>
        </div>
      ))}
    </div>
  );
}
