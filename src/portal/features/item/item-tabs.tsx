import {
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Overflow,
  OverflowItem,
  Tab,
  TabList,
  makeStyles,
  tokens,
  useOverflowMenu,
  useOverflowVisibility,
} from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { t } from '../../strings/translate.ts';

export const TABS = [
  'overview',
  'health',
  'disks',
  'recovery-points',
  'events',
  'jobs',
  'compute-network',
  'properties',
] as const;
export type TabName = (typeof TABS)[number];

const useStyles = makeStyles({
  bar: {
    // One row: what it has no room for goes into the menu at its end.
    display: 'flex',
    alignItems: 'center',
    overflow: 'hidden',
    margin: `calc(-1 * ${tokens.spacingVerticalS}) 0 ${tokens.spacingVerticalM} calc(-1 * ${tokens.spacingHorizontalMNudge})`,
  },
  entry: { flexShrink: 0 },
  more: { minWidth: 0, whiteSpace: 'nowrap', fontWeight: tokens.fontWeightRegular },
});

export interface ItemTabsProps {
  readonly current: TabName;
  readonly onChoose: (name: TabName) => void;
}

/** The tabs of an item's page; the chosen one is always in sight. */
export function ItemTabs({ current, onChoose }: ItemTabsProps): ReactElement {
  const styles = useStyles();
  return (
    <Overflow>
      <div className={styles.bar}>
        <TabList
          aria-label={t('item.tabs')}
          selectedValue={current}
          onTabSelect={(_, { value }) => onChoose(value as TabName)}
        >
          {TABS.map((name) => (
            <OverflowItem key={name} id={name} priority={name === current ? 1 : 0}>
              <Tab value={name} className={styles.entry}>
                {t(`item.tab.${name}`)}
              </Tab>
            </OverflowItem>
          ))}
        </TabList>
        <MoreTabs onChoose={onChoose} />
      </div>
    </Overflow>
  );
}

/** The tabs for which the row has no room. Beside the tab list: a list of tabs holds tabs alone. */
function MoreTabs({ onChoose }: Pick<ItemTabsProps, 'onChoose'>): ReactElement | null {
  const styles = useStyles();
  const { ref } = useOverflowMenu<HTMLDivElement>();
  const { itemVisibility } = useOverflowVisibility();
  const hidden = TABS.filter((name) => itemVisibility[name] === false);
  if (hidden.length === 0) return null;
  return (
    <div ref={ref} className={styles.entry}>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <MenuButton appearance="subtle" className={styles.more}>
            {t('item.moreTabs', { count: hidden.length })}
          </MenuButton>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {hidden.map((name) => (
              <MenuItem key={name} onClick={() => onChoose(name)}>
                {t(`item.tab.${name}`)}
              </MenuItem>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
    </div>
  );
}
