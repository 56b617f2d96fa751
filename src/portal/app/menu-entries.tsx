import {
  Beaker20Regular,
  ClipboardTaskListLtr20Regular,
  DesktopPulse20Regular,
  DocumentBulletList20Regular,
  ErrorCircle20Regular,
  Home20Regular,
  Server20Regular,
  Settings20Regular,
  ShieldAdd20Regular,
  TaskListSquareLtr20Regular,
  TopSpeed20Regular,
  VirtualNetwork20Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { PlainKey } from '../strings/translate.ts';

interface MenuEntry {
  readonly to: string;
  readonly label: PlainKey;
  readonly icon: ReactElement;
}

export interface MenuGroup {
  readonly label: PlainKey | null;
  readonly entries: readonly MenuEntry[];
}

/** In the Azure portal's order: overview, protected items, monitoring, manage. */
export const MENU_GROUPS: readonly MenuGroup[] = [
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
      { to: '/infrastructure', label: 'nav.infrastructure', icon: <Server20Regular /> },
      { to: '/recovery-plans', label: 'nav.plans', icon: <ClipboardTaskListLtr20Regular /> },
      { to: '/policies', label: 'nav.policies', icon: <DocumentBulletList20Regular /> },
      { to: '/network-mapping', label: 'nav.networkMapping', icon: <VirtualNetwork20Regular /> },
      { to: '/bandwidth', label: 'nav.bandwidth', icon: <TopSpeed20Regular /> },
      { to: '/lab', label: 'nav.lab', icon: <Beaker20Regular /> },
      { to: '/settings', label: 'nav.settings', icon: <Settings20Regular /> },
    ],
  },
];

export const MENU_ENTRIES: readonly MenuEntry[] = MENU_GROUPS.flatMap(({ entries }) => entries);
