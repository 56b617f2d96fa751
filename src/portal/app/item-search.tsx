import { Combobox, Option, makeStyles, tokens } from '@fluentui/react-components';
import { Search20Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useNavigate } from 'react-router';
import { HealthIcon } from '../components/health-badge.tsx';
import { itemPath } from '../data/dialogs.ts';
import { useLiveData } from '../data/live-context.ts';
import { t } from '../strings/translate.ts';
import { SEARCH_TARGET } from './shortcuts.ts';

const SHOWN = 8;
/** Value of the option that filters the list instead of opening one machine. */
const ALL = '*';

const useStyles = makeStyles({
  // The box gives way where the bar is narrow, and not the tools beside it.
  root: { width: '100%', minWidth: 0, gridTemplateColumns: 'minmax(0, 1fr) auto', '& input': { minWidth: 0 } },
  host: { color: tokens.colorNeutralForeground3, marginLeft: tokens.spacingHorizontalS },
});

/** Jumps to a machine by name or host, or filters Replicated items by what was typed. */
export function ItemSearch(): ReactElement {
  const styles = useStyles();
  const navigate = useNavigate();
  const { items } = useLiveData();
  const [text, setText] = useState('');
  const needle = text.trim().toLowerCase();
  const matches = needle
    ? items
        .snapshot()
        .rows.filter(({ name, host }) => `${name} ${host}`.toLowerCase().includes(needle))
        .slice(0, SHOWN)
    : [];
  const go = (value: string | undefined) => {
    if (value === undefined) return;
    void navigate(value === ALL ? `/items?q=${encodeURIComponent(text.trim())}` : itemPath(value));
    setText('');
  };
  return (
    <Combobox
      className={styles.root}
      freeform
      autoComplete="off"
      expandIcon={<Search20Regular />}
      aria-label={t('search.label')}
      placeholder={t('search.placeholder')}
      {...{ [SEARCH_TARGET]: '' }}
      value={text}
      selectedOptions={[]}
      onChange={(event) => setText(event.target.value)}
      onOptionSelect={(_, { optionValue }) => go(optionValue)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setText('');
      }}
    >
      {matches.map(({ id, name, host, health }) => (
        <Option key={id} value={id} text={name}>
          <HealthIcon health={health} />
          <span>
            {name}
            <span className={styles.host}>{host}</span>
          </span>
        </Option>
      ))}
      {needle && (
        <Option key={ALL} value={ALL} text={text}>
          {matches.length > 0 ? t('search.all', { text: text.trim() }) : t('search.none', { text: text.trim() })}
        </Option>
      )}
    </Combobox>
  );
}
