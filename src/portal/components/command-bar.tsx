import {
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Overflow,
  OverflowItem,
  OverflowReorderObserver,
  Toolbar,
  ToolbarButton,
  ToolbarDivider,
  Tooltip,
  makeStyles,
  tokens,
  useOverflowMenu,
  useOverflowVisibility,
} from '@fluentui/react-components';
import { MoreHorizontal20Regular } from '@fluentui/react-icons';
import { memo, type ReactElement } from 'react';
import { t } from '../strings/translate.ts';

export interface Command {
  readonly id: string;
  readonly label: string;
  /** A 20 px icon. */
  readonly icon: ReactElement;
  readonly onSelect: () => void;
  /** Why it cannot be given now. The command stays visible and reachable, and says so. */
  readonly disabledReason?: string | null;
  readonly isPrimary?: boolean;
  /** Draws a line before this command. */
  readonly startsGroup?: boolean;
  /** Goes into the menu at the end, also where the bar has room. */
  readonly isOverflow?: boolean;
  /** Where the bar has no room for all, the others go into the menu first. */
  readonly isLastToLeave?: boolean;
}

const useStyles = makeStyles({
  bar: {
    // One row: what it has no room for goes into the menu at its end.
    flexWrap: 'nowrap',
    flexGrow: 1,
    flexBasis: 0,
    minWidth: 0,
    padding: `${tokens.spacingVerticalXS} 0`,
    marginLeft: `calc(-1 * ${tokens.spacingHorizontalM})`,
    '& button': { whiteSpace: 'nowrap', fontWeight: tokens.fontWeightRegular },
  },
  entry: { display: 'flex', alignItems: 'center', flexShrink: 0 },
  reason: {
    display: 'block',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    maxWidth: '36ch',
    whiteSpace: 'normal',
  },
});

/** The commands of a page or a selection, in the toolbar's keyboard pattern. Keep the array where the page renders often. */
export const CommandBar = memo(function CommandBar({
  commands,
  label,
}: {
  readonly commands: readonly Command[];
  readonly label: string;
}): ReactElement {
  const styles = useStyles();
  const shown = commands.filter(({ isOverflow }) => !isOverflow);
  return (
    <Overflow hasHiddenItems={shown.length < commands.length}>
      <Toolbar aria-label={label} className={styles.bar} size="small">
        {shown.map((command, index) => (
          <OverflowItem key={command.id} id={command.id} priority={command.isLastToLeave ? 1 : 0}>
            {/* The bar measures this element: it stays the same one whatever becomes of its button. */}
            <div className={styles.entry}>
              {command.startsGroup && index > 0 && <ToolbarDivider />}
              <CommandButton command={command} />
            </div>
          </OverflowItem>
        ))}
        <MoreCommands commands={commands} />
        {/* Labels that count grow: the observer measures anew when this element is another one. */}
        <OverflowReorderObserver />
        <span key={shown.map((command) => command.label).join()} hidden />
      </Toolbar>
    </Overflow>
  );
});

/** The menu at the end: the commands that belong there, and those for which the bar has no room. */
function MoreCommands({ commands }: { readonly commands: readonly Command[] }): ReactElement | null {
  const styles = useStyles();
  const { ref } = useOverflowMenu<HTMLDivElement>();
  const { itemVisibility } = useOverflowVisibility();
  const hidden = commands.filter(({ id, isOverflow }) => isOverflow || itemVisibility[id] === false);
  if (hidden.length === 0) return null;
  return (
    <div ref={ref} className={styles.entry}>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <ToolbarButton aria-label={t('action.more')} icon={<MoreHorizontal20Regular />} />
        </MenuTrigger>
        <MenuPopover>
          <CommandMenuList commands={hidden} />
        </MenuPopover>
      </Menu>
    </div>
  );
}

function CommandButton({ command }: { readonly command: Command }): ReactElement {
  const button = (
    <ToolbarButton
      icon={command.icon}
      appearance={command.isPrimary ? 'primary' : 'subtle'}
      disabledFocusable={Boolean(command.disabledReason)}
      onClick={command.disabledReason ? undefined : command.onSelect}
    >
      {command.label}
    </ToolbarButton>
  );
  if (!command.disabledReason) return button;
  return (
    <Tooltip content={command.disabledReason} relationship="description" withArrow>
      {button}
    </Tooltip>
  );
}

/** The same commands as a menu: for a row of a list, or what a bar has no room for. Use inside a `MenuPopover`. */
export function CommandMenuList({ commands }: { readonly commands: readonly Command[] }): ReactElement {
  const styles = useStyles();
  return (
    <MenuList>
      {commands.map(({ id, label, icon, disabledReason, onSelect }) => (
        <MenuItem
          key={id}
          icon={icon}
          disabled={Boolean(disabledReason)}
          onClick={disabledReason ? undefined : onSelect}
        >
          {label}
          {disabledReason && <span className={styles.reason}>{disabledReason}</span>}
        </MenuItem>
      ))}
    </MenuList>
  );
}
