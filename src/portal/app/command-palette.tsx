import { Dialog, DialogBody, DialogSurface, Input, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Search20Regular } from '@fluentui/react-icons';
import { useEffect, useId, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useNavigate } from 'react-router';
import { useCalmItemRows } from '../data/calm-item-rows.ts';
import { itemPath, planPath, type DialogProps } from '../data/dialogs.ts';
import { useItemRow } from '../data/live-context.ts';
import { usePlans } from '../data/queries.ts';
import { useUpdatesCommand } from '../components/updates-command.tsx';
import { useItemCommands } from '../features/item/item-commands.tsx';
import { t } from '../strings/translate.ts';
import { MENU_ENTRIES } from './menu-entries.tsx';
import { matchEntries, type PaletteEntry } from './palette-entries.ts';

const useStyles = makeStyles({
  surface: { maxWidth: '600px', padding: tokens.spacingVerticalM, marginTop: '12vh' },
  body: { display: 'block' },
  input: { width: '100%' },
  list: {
    minHeight: '60px',
    margin: `${tokens.spacingVerticalS} 0 0`,
    padding: 0,
    maxHeight: '50vh',
    overflowY: 'auto',
  },
  option: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalM,
    minHeight: '34px',
    padding: `0 ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
  },
  active: {
    backgroundColor: tokens.colorSubtleBackgroundSelected,
    '@media (forced-colors: active)': { outline: '2px solid Highlight', outlineOffset: '-2px' },
  },
  disabled: { color: tokens.colorNeutralForeground3, cursor: 'default' },
  label: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  hint: {
    flexShrink: 1,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
});

/** Everything by name: pages, machines, and the commands of the machine whose page is open. */
export function CommandPalette({ itemIds: [itemId], onClose }: DialogProps): ReactElement {
  const styles = useStyles();
  const listId = useId();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const shown = matchEntries(useEntries(itemId), text);
  const currentIndex = Math.min(active, shown.length - 1);
  const current = shown[currentIndex];
  /** By place: a plan's name may hold what an id may not. */
  const idAt = (index: number): string => `${listId}-${index}`;
  const currentId = idAt(currentIndex);
  useEffect(() => {
    document.getElementById(currentId)?.scrollIntoView({ block: 'nearest' });
  }, [currentId]);

  const choose = (entry: PaletteEntry | undefined) => {
    if (!entry || entry.isDisabled) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setActive(Math.max(0, Math.min(shown.length - 1, active + step)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(current);
    }
  };

  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface className={styles.surface} aria-label={t('palette.label')}>
        <DialogBody className={styles.body}>
          <Input
            className={styles.input}
            role="combobox"
            aria-expanded
            aria-autocomplete="list"
            aria-controls={listId}
            aria-activedescendant={current ? currentId : undefined}
            aria-label={t('palette.label')}
            placeholder={t('palette.placeholder')}
            contentBefore={<Search20Regular />}
            value={text}
            onChange={(_, { value }) => {
              setText(value);
              setActive(0);
            }}
            onKeyDown={onKeyDown}
          />
          <div id={listId} role="listbox" aria-label={t('palette.results')} className={styles.list}>
            {shown.map((entry, index) => (
              <div
                key={entry.id}
                id={idAt(index)}
                role="option"
                tabIndex={-1}
                aria-selected={entry === current}
                aria-disabled={entry.isDisabled}
                className={mergeClasses(
                  styles.option,
                  entry === current && styles.active,
                  entry.isDisabled && styles.disabled,
                )}
                onClick={() => choose(entry)}
                onKeyDown={onKeyDown}
              >
                <span className={styles.label}>{entry.label}</span>
                <span className={styles.hint} title={entry.hint}>
                  {entry.hint}
                </span>
              </div>
            ))}
          </div>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

/** Commands of the open item first, then pages, recovery plans, and machines. */
function useEntries(itemId: string | undefined): readonly PaletteEntry[] {
  const navigate = useNavigate();
  const row = useItemRow(itemId ?? '');
  const { rows } = useCalmItemRows();
  const commands = useItemCommands();
  const updates = useUpdatesCommand();
  const plans = usePlans().data ?? [];
  return [
    ...(row ? commands(row) : []).map(({ id, label, disabledReason, onSelect }) => ({
      id: `command-${id}`,
      label,
      hint: disabledReason ?? row?.name ?? '',
      isDisabled: Boolean(disabledReason),
      run: onSelect,
    })),
    ...MENU_ENTRIES.map(({ to, label }) => ({
      id: `page-${to.slice(1)}`,
      label: t(label),
      hint: t('palette.page'),
      run: () => void navigate(to),
    })),
    { id: updates.id, label: updates.label, hint: t('palette.portal'), run: updates.onSelect },
    ...plans.flatMap(({ name }) =>
      name
        ? [{ id: `plan-${name}`, label: name, hint: t('palette.plan'), run: () => void navigate(planPath(name)) }]
        : [],
    ),
    ...rows.map(({ id, name, host }) => ({
      id: `item-${id}`,
      label: name,
      hint: host,
      run: () => void navigate(itemPath(id)),
    })),
  ];
}
