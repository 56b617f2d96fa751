import {
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Toolbar,
  ToolbarButton,
  ToolbarDivider,
  Tooltip,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { MoreHorizontal20Regular } from '@fluentui/react-icons';
import { Fragment, type ReactElement } from 'react';
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
  /** Goes into the menu at the end. */
  readonly isOverflow?: boolean;
}

const useStyles = makeStyles({
  bar: {
    flexWrap: 'wrap',
    padding: `${tokens.spacingVerticalXS} 0`,
    marginLeft: `calc(-1 * ${tokens.spacingHorizontalM})`,
    columnGap: tokens.spacingHorizontalXXS,
    '& button': { whiteSpace: 'nowrap', fontWeight: tokens.fontWeightRegular },
  },
  reason: {
    display: 'block',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    maxWidth: '36ch',
    whiteSpace: 'normal',
  },
});

/** The commands of a page or a selection, in the toolbar's keyboard pattern. */
export function CommandBar({
  commands,
  label,
}: {
  readonly commands: readonly Command[];
  readonly label: string;
}): ReactElement {
  const styles = useStyles();
  const shown = commands.filter(({ isOverflow }) => !isOverflow);
  const overflow = commands.filter(({ isOverflow }) => isOverflow);
  return (
    <Toolbar aria-label={label} className={styles.bar} size="small">
      {shown.map((command, index) => (
        <Fragment key={command.id}>
          {command.startsGroup && index > 0 && <ToolbarDivider />}
          <CommandButton command={command} />
        </Fragment>
      ))}
      {overflow.length > 0 && (
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <ToolbarButton aria-label={t('action.more')} icon={<MoreHorizontal20Regular />} />
          </MenuTrigger>
          <MenuPopover>
            <CommandMenuList commands={overflow} />
          </MenuPopover>
        </Menu>
      )}
    </Toolbar>
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
