import { Button, Menu, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, Tooltip } from '@fluentui/react-components';
import { DarkTheme20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { changeSettings, useSettings, type Settings } from '../data/settings.ts';
import { t } from '../strings/translate.ts';

/** Light, dark, high contrast, or as the system has it. */
export function ThemeMenu(): ReactElement {
  const { theme } = useSettings();
  return (
    <Menu
      checkedValues={{ theme: [theme] }}
      onCheckedValueChange={(_, { checkedItems: [chosen] }) =>
        changeSettings({ theme: (chosen ?? 'system') as Settings['theme'] })
      }
    >
      <MenuTrigger disableButtonEnhancement>
        <Tooltip content={t('theme.label')} relationship="label">
          <Button appearance="subtle" icon={<DarkTheme20Regular />} />
        </Tooltip>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {(['system', 'light', 'dark', 'contrast'] as const).map((choice) => (
            <MenuItemRadio key={choice} name="theme" value={choice}>
              {t(`theme.${choice}`)}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
