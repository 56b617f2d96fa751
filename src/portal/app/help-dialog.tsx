import {
  Button,
  Dialog,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { Dismiss20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useSettings } from '../data/settings.ts';
import { t, type PlainKey } from '../strings/translate.ts';

interface Section {
  readonly title: PlainKey;
  readonly keys: readonly (readonly [keys: readonly string[], meaning: PlainKey])[];
}

const sections: readonly Section[] = [
  {
    title: 'help.shortcuts',
    keys: [
      [['Ctrl', 'K'], 'help.palette'],
      [['/'], 'help.search'],
      [['g', 'o'], 'help.overview'],
      [['g', 'i'], 'help.items'],
      [['g', 'j'], 'help.jobs'],
      [['g', 'e'], 'help.errors'],
      [['g', 't'], 'help.infrastructure'],
      [['g', 'l'], 'help.lab'],
      [['.'], 'help.live'],
      [['?'], 'help.help'],
      [['Esc'], 'help.escape'],
    ],
  },
  {
    title: 'help.grid',
    keys: [
      [['↑', '↓', '←', '→'], 'help.gridArrows'],
      [['Home', 'End'], 'help.gridHome'],
      [['PgUp', 'PgDn'], 'help.gridPage'],
      [['Shift', 'Space'], 'help.gridSelect'],
      [['Ctrl', 'A'], 'help.gridAll'],
      [['Enter'], 'help.gridOpen'],
      [['Shift', 'F10'], 'help.gridMenu'],
    ],
  },
  {
    title: 'help.item',
    keys: [
      [['r'], 'help.itemResync'],
      [['p'], 'help.itemPause'],
    ],
  },
];

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 1fr))',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXXL}`,
  },
  title: { margin: `0 0 ${tokens.spacingVerticalXS}`, fontSize: tokens.fontSizeBase300 },
  list: {
    margin: 0,
    display: 'grid',
    gridTemplateColumns: 'max-content 1fr',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXS,
    alignItems: 'baseline',
    '& dd': { margin: 0 },
  },
  key: {
    display: 'inline-block',
    minWidth: '20px',
    padding: '0 5px',
    marginRight: '3px',
    boxSizing: 'border-box',
    textAlign: 'center',
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase200,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderBottomWidth: '2px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  off: { color: tokens.colorStatusWarningForeground3 },
});

/** Keyboard help. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const styles = useStyles();
  const { hasShortcuts } = useSettings();
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface style={{ maxWidth: 720 }}>
        <DialogBody>
          <DialogTitle
            action={
              <Button
                appearance="subtle"
                aria-label={t('action.close')}
                icon={<Dismiss20Regular />}
                onClick={onClose}
              />
            }
          >
            {t('help.title')}
          </DialogTitle>
          <DialogContent>
            {!hasShortcuts && <p className={styles.off}>{t('help.off')}</p>}
            <div className={styles.columns}>
              {sections.map(({ title, keys }) => (
                <section key={title}>
                  <h3 className={styles.title}>{t(title)}</h3>
                  <dl className={styles.list}>
                    {keys.map(([names, meaning]) => [
                      <dt key={meaning}>
                        {names.map((name) => (
                          <kbd key={name} className={styles.key}>
                            {name}
                          </kbd>
                        ))}
                      </dt>,
                      <dd key={`${meaning}:text`}>{t(meaning)}</dd>,
                    ])}
                  </dl>
                </section>
              ))}
            </div>
          </DialogContent>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
