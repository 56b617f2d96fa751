import { Button, Dropdown, Option, makeStyles, tokens } from '@fluentui/react-components';
import { Dismiss16Regular, FilterDismiss20Regular } from '@fluentui/react-icons';
import { memo, useMemo, type ReactElement } from 'react';
import { FilterText } from '../../components/filter-text.tsx';
import type { ChangeUrl } from '../../data/url-state.ts';
import { t, tOr, type PlainKey } from '../../strings/translate.ts';
import { isFiltered, noFilters, writeList, type ItemFilters, type ListFilter } from './item-filters.ts';
import { STAGES } from './item-stage.ts';
import type { Counts, ItemTally } from './item-tally.ts';

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
  /** What there is to choose from. */
  readonly counts: ItemTally['counts'];
  readonly filters: ItemFilters;
  /** Of the root cause in the filters, where it is known. */
  readonly causeName: string | null;
  readonly onChange: ChangeUrl;
}

/** Text, state, host, policy, error, cause. All of it is the URL. */
export const FilterBar = memo(function FilterBar(props: FilterBarProps): ReactElement {
  const { counts, filters, causeName, onChange } = props;
  const styles = useStyles();
  const stages = useMemo(() => STAGES.filter((stage) => counts.stage.has(stage)), [counts.stage]);
  const hosts = useValues(counts.host);
  const policies = useValues(counts.policy);
  const sites = useValues(counts.site);
  return (
    <div className={styles.root} role="search" aria-label={t('items.title')}>
      <FilterText
        className={styles.text}
        label={t('items.filter.text')}
        placeholder={t('items.filter.textPlaceholder')}
        value={filters.text}
        onChange={(q) => onChange({ q })}
      />
      <ValueDropdown
        filter="state"
        label="items.filter.state"
        values={stages}
        chosen={filters.state}
        onChange={onChange}
      />
      <ValueDropdown filter="host" label="items.filter.host" values={hosts} chosen={filters.host} onChange={onChange} />
      <ValueDropdown
        filter="policy"
        label="items.filter.policy"
        values={policies}
        chosen={filters.policy}
        onChange={onChange}
      />
      {sites.length > 1 && (
        <ValueDropdown
          filter="site"
          label="items.filter.site"
          values={sites}
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
      {filters.cause !== null && (
        <Button
          icon={<Dismiss16Regular />}
          iconPosition="after"
          aria-label={t('items.filter.clearCause')}
          onClick={() => onChange({ cause: null })}
        >
          {t('items.filter.cause', { cause: causeName ?? filters.cause })}
        </Button>
      )}
      {isFiltered(filters) && (
        <Button appearance="subtle" icon={<FilterDismiss20Regular />} onClick={() => onChange(noFilters)}>
          {t('action.clearFilters')}
        </Button>
      )}
    </div>
  );
});

/** In order; the same array while the counts are. */
function useValues(counts: Counts): readonly string[] {
  return useMemo(() => [...counts.keys()].toSorted(), [counts]);
}

interface ValueDropdownProps {
  readonly filter: Exclude<ListFilter, 'health'>;
  readonly label: PlainKey;
  readonly values: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: ChangeUrl;
}

const ValueDropdown = memo(function ValueDropdown({
  filter,
  label,
  values,
  chosen,
  onChange,
}: ValueDropdownProps): ReactElement {
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
});
