import { Button, Tooltip, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { PanelLeftContract20Regular, PanelLeftExpand20Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { NavLink } from 'react-router';
import { useMedia } from '../data/media.ts';
import { changeSettings, useSettings } from '../data/settings.ts';
import { t } from '../strings/translate.ts';
import { MENU_GROUPS, type MenuGroup } from './menu-entries.tsx';

const useStyles = makeStyles({
  nav: {
    display: 'flex',
    flexDirection: 'column',
    width: '212px',
    flexShrink: 0,
    boxSizing: 'border-box',
    padding: tokens.spacingVerticalS,
    overflowY: 'auto',
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  collapsed: { width: '53px' },
  toggle: { alignSelf: 'flex-start', flexShrink: 0 },
  group: { listStyleType: 'none', margin: 0, padding: 0 },
  groupLabel: {
    margin: `${tokens.spacingVerticalM} 0 ${tokens.spacingVerticalXS}`,
    padding: `0 ${tokens.spacingHorizontalS}`,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground3,
  },
  divider: { height: '1px', margin: `${tokens.spacingVerticalS} 0`, backgroundColor: tokens.colorNeutralStroke2 },
  link: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    height: '36px',
    padding: `0 ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    whiteSpace: 'nowrap',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    '& svg': { flexShrink: 0 },
    '&[aria-current="page"]': {
      fontWeight: tokens.fontWeightSemibold,
      backgroundColor: tokens.colorSubtleBackgroundSelected,
      '& svg': { color: tokens.colorBrandForeground1 },
    },
    '&[aria-current="page"]::before': {
      content: '""',
      position: 'absolute',
      left: 0,
      top: '9px',
      bottom: '9px',
      width: '3px',
      borderRadius: tokens.borderRadiusCircular,
      backgroundColor: tokens.colorCompoundBrandBackground,
    },
  },
});

/** The vault's menu. Only pages that exist. */
export function LeftMenu(): ReactElement {
  const styles = useStyles();
  const { isMenuCollapsed, toggle } = useCollapse();
  const toggleLabel = isMenuCollapsed ? t('nav.expand') : t('nav.collapse');
  return (
    <nav className={mergeClasses(styles.nav, isMenuCollapsed && styles.collapsed)} aria-label={t('nav.label')}>
      <Tooltip content={toggleLabel} relationship="label">
        <Button
          className={styles.toggle}
          appearance="subtle"
          icon={isMenuCollapsed ? <PanelLeftExpand20Regular /> : <PanelLeftContract20Regular />}
          aria-expanded={!isMenuCollapsed}
          onClick={toggle}
        />
      </Tooltip>
      {MENU_GROUPS.map((group) => (
        <MenuSection key={group.label ?? ''} group={group} isCollapsed={isMenuCollapsed} />
      ))}
    </nav>
  );
}

/** Below this width the page needs the room more than the menu does. */
const NARROW = '(max-width: 900px)';

/** As the person chose it; in a narrow window closed until it is opened there, which is not remembered. */
function useCollapse(): { readonly isMenuCollapsed: boolean; readonly toggle: () => void } {
  const { isMenuCollapsed } = useSettings();
  const isNarrow = useMedia(NARROW);
  const [isOpened, setOpened] = useState(false);
  return isNarrow
    ? { isMenuCollapsed: !isOpened, toggle: () => setOpened(!isOpened) }
    : { isMenuCollapsed, toggle: () => changeSettings({ isMenuCollapsed: !isMenuCollapsed }) };
}

function MenuSection({
  group,
  isCollapsed,
}: {
  readonly group: MenuGroup;
  readonly isCollapsed: boolean;
}): ReactElement {
  const styles = useStyles();
  return (
    <>
      {group.label &&
        (isCollapsed ? <div className={styles.divider} /> : <div className={styles.groupLabel}>{t(group.label)}</div>)}
      <ul className={styles.group}>
        {group.entries.map(({ to, label, icon }) => {
          const link = (
            <NavLink to={to} end={to === '/'} className={styles.link} aria-label={isCollapsed ? t(label) : undefined}>
              {icon}
              {!isCollapsed && t(label)}
            </NavLink>
          );
          return (
            <li key={to}>
              {isCollapsed ? (
                <Tooltip content={t(label)} relationship="label" positioning="after">
                  {link}
                </Tooltip>
              ) : (
                link
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}
