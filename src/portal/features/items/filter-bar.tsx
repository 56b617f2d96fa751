import { Button, Dropdown, Option, SearchBox, makeStyles, tokens } from '@fluentui/react-components';
import { Dismiss16Regular, FilterDismiss20Regular } from '@fluentui/react-icons';
import { useMemo, type ReactElement } from 'react';
import type { ItemRow } from '../../../management/wire.ts';
import type { ChangeUrl } from '../../data/url-state.ts';
import { t, tOr, type PlainKey } from '../../strings/translate.ts';
import { isFiltered, noFilters, writeList, type ItemFilters, type ListFilter } from './item-filters.ts';
import { STAGES } from './item-stage.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    marginBottom: tokens.spacingVerticalM,
  },
  text: { width: '210px' },
  dropdown: { minWidth: '108px', maxWidth: '220px' },
});

export interface FilterBarProps {
  readonly rows: readonly ItemRow[];
  readonly filters: ItemFilters;
  readonly onChange: ChangeUrl;
}

/** Text, state, host, policy. All of it is the URL. */
export function FilterBar({ rows, filters, onChange }: FilterBarProps): ReactElement {
  const styles = useStyles();
  const options = useOptions(rows);
  return (
    <div className={styles.root} role="search" aria-label={t('items.title')}>
      <SearchBox
        className={styles.text}
        aria-label={t('items.filter.text')}
        placeholder={t('items.filter.textPlaceholder')}
        data-search=""
        value={filters.text}
        onChange={(_, { value }) => onChange({ q: value })}
      />
      <ValueDropdown
        filter="state"
        label="items.filter.state"
        values={options.state}
        chosen={filters.state}
        onChange={onChange}
      />
      <ValueDropdown
        filter="host"
        label="items.filter.host"
        values={options.host}
        chosen={filters.host}
        onChange={onChange}
      />
      <ValueDropdown
        filter="policy"
        label="items.filter.policy"
        values={options.policy}
        chosen={filters.policy}
        onChange={onChange}
      />
      {options.site.length > 1 && (
        <ValueDropdown
          filter="site"
          label="items.filter.site"
          values={options.site}
          chosen={filters.site}
          onChange={onChange}
        />
      )}
      {filters.error !== null && (
        <Button
          icon={<Dismiss16Regular />}
          iconPosition="after"
          aria-label={t('items.filter.clearError')}
          onClick={() => onChange({ error: null })}
        >
          {t('items.filter.error', { code: filters.error })}
        </Button>
      )}
      {isFiltered(filters) && (
        <Button appearance="subtle" icon={<FilterDismiss20Regular />} onClick={() => onChange(noFilters)}>
          {t('action.clearFilters')}
        </Button>
      )}
    </div>
  );
}

interface ValueDropdownProps {
  readonly filter: Exclude<ListFilter, 'health'>;
  readonly label: PlainKey;
  readonly values: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: ChangeUrl;
}

function ValueDropdown({ filter, label, values, chosen, onChange }: ValueDropdownProps): ReactElement {
  const styles = useStyles();
  const name = t(label);
  const textOf = (value: string) => (filter === 'state' ? tOr(`stage.${value}`, value) : value);
  const text =
    chosen.length === 0
      ? t('items.filter.any', { filter: name })
      : t('items.filter.some', { filter: name, values: chosen.map(textOf).join(', ') });
  return (
    <Dropdown
      className={styles.dropdown}
      multiselect
      aria-label={name}
      value={text}
      selectedOptions={[...chosen]}
      onOptionSelect={(_, { selectedOptions }) => onChange({ [filter]: writeList(selectedOptions) })}
    >
      {values.map((value) => (
        <Option key={value} value={value}>
          {textOf(value)}
        </Option>
      ))}
    </Dropdown>
  );
}

interface Options {
  readonly state: readonly string[];
  readonly host: readonly string[];
  readonly policy: readonly string[];
  readonly site: readonly string[];
}

/** What there is to choose from, in one pass over the rows. */
function useOptions(rows: readonly ItemRow[]): Options {
  return useMemo(() => {
    const state = new Set<string>();
    const host = new Set<string>();
    const policy = new Set<string>();
    const site = new Set<string>();
    for (const row of rows) {
      state.add(row.stage);
      host.add(row.host);
      policy.add(row.policy);
      site.add(row.site);
    }
    return {
      state: STAGES.filter((stage) => state.has(stage)),
      host: [...host].toSorted(),
      policy: [...policy].toSorted(),
      site: [...site].toSorted(),
    };
  }, [rows]);
}
