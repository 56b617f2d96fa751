import { Button, Tooltip, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  Beaker20Regular,
  DesktopPulse20Regular,
  ErrorCircle20Regular,
  Home20Regular,
  PanelLeftContract20Regular,
  PanelLeftExpand20Regular,
  Settings20Regular,
  ShieldAdd20Regular,
  TaskListSquareLtr20Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { NavLink } from 'react-router';
import { changeSettings, useSettings } from '../data/settings.ts';
import { t, type PlainKey } from '../strings/translate.ts';

interface MenuEntry {
  readonly to: string;
  readonly label: PlainKey;
  readonly icon: ReactElement;
}

interface MenuGroup {
  readonly label: PlainKey | null;
  readonly entries: readonly MenuEntry[];
}

/** In the Azure portal's order: overview, protected items, monitoring, manage. */
const groups: readonly MenuGroup[] = [
  { label: null, entries: [{ to: '/', label: 'nav.overview', icon: <Home20Regular /> }] },
  { label: 'nav.protected', entries: [{ to: '/items', label: 'nav.items', icon: <DesktopPulse20Regular /> }] },
  {
    label: 'nav.monitoring',
    entries: [
      { to: '/jobs', label: 'nav.jobs', icon: <TaskListSquareLtr20Regular /> },
      { to: '/errors', label: 'nav.errors', icon: <ErrorCircle20Regular /> },
    ],
  },
  {
    label: 'nav.manage',
    entries: [
      { to: '/protect', label: 'nav.protect', icon: <ShieldAdd20Regular /> },
      { to: '/lab', label: 'nav.lab', icon: <Beaker20Regular /> },
      { to: '/settings', label: 'nav.settings', icon: <Settings20Regular /> },
    ],
  },
];

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
  toggle: { alignSelf: 'flex-start' },
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
  const { isMenuCollapsed } = useSettings();
  const toggleLabel = isMenuCollapsed ? t('nav.expand') : t('nav.collapse');
  return (
    <nav className={mergeClasses(styles.nav, isMenuCollapsed && styles.collapsed)} aria-label={t('nav.label')}>
      <Tooltip content={toggleLabel} relationship="label">
        <Button
          className={styles.toggle}
          appearance="subtle"
          icon={isMenuCollapsed ? <PanelLeftExpand20Regular /> : <PanelLeftContract20Regular />}
          aria-expanded={!isMenuCollapsed}
          onClick={() => changeSettings({ isMenuCollapsed: !isMenuCollapsed })}
        />
      </Tooltip>
      {groups.map((group) => (
        <MenuSection key={group.label ?? ''} group={group} isCollapsed={isMenuCollapsed} />
      ))}
    </nav>
  );
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
