import { Button, Dropdown, Option, makeStyles, tokens } from '@fluentui/react-components';
import { Dismiss16Regular, FilterDismiss20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { JobWindow } from '../../../management/wire-lists.ts';
import { FilterText } from '../../components/filter-text.tsx';
import { useItemRow } from '../../data/live-context.ts';
import type { ChangeUrl } from '../../data/url-state.ts';
import { t, tOr } from '../../strings/translate.ts';
import { scenarioTitle } from '../job/job-view.ts';
import { RANGE_HOURS, isFiltered, noFilters, type JobFilters } from './job-filters.ts';

const ALL = 'all';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    marginBottom: tokens.spacingVerticalM,
  },
  text: { width: '240px' },
  dropdown: { minWidth: '150px', maxWidth: '260px' },
  shown: { marginLeft: 'auto', color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
});

export interface JobFilterBarProps {
  /** What there is to choose from, and how many are shown; null before the first answer. */
  readonly window: JobWindow | null;
  readonly filters: JobFilters;
  readonly onChange: ChangeUrl;
}

/** Text, state, type, item and time range. All of it is the URL. */
export function JobFilterBar({ window, filters, onChange }: JobFilterBarProps): ReactElement {
  const styles = useStyles();
  const { states, types, count, total } = window ?? NOTHING;
  return (
    <div className={styles.root} role="search" aria-label={t('jobs.title')}>
      <FilterText
        className={styles.text}
        label={t('jobs.filter.text')}
        placeholder={t('jobs.filter.text')}
        value={filters.text}
        onChange={(q) => onChange({ q })}
      />
      <Choice
        label={t('jobs.filter.state')}
        value={filters.state}
        options={states.map(({ state }) => [state, tOr(`jobState.${state}`, state)])}
        onChange={(state) => onChange({ state })}
      />
      <Choice
        label={t('jobs.filter.type')}
        value={filters.type}
        options={types.map(({ scenarioName, name }) => [scenarioName, scenarioTitle(scenarioName, name)])}
        onChange={(type) => onChange({ type })}
      />
      <Choice
        label={t('jobs.filter.range')}
        value={filters.rangeHours === null ? '' : String(filters.rangeHours)}
        options={RANGE_HOURS.map((hours) => [String(hours), t(`jobs.range.${hours}`)])}
        onChange={(range) => onChange({ range, from: null, to: null })}
      />
      {filters.itemId !== null && <ItemFilter itemId={filters.itemId} onClear={() => onChange({ item: null })} />}
      {isFiltered(filters) && (
        <Button appearance="subtle" icon={<FilterDismiss20Regular />} onClick={() => onChange(noFilters)}>
          {t('action.clearFilters')}
        </Button>
      )}
      <span className={styles.shown}>
        {count === total ? t('jobs.count', { count }) : t('jobs.countOf', { shown: count, count: total })}
      </span>
    </div>
  );
}

const NOTHING: Pick<JobWindow, 'states' | 'types' | 'count' | 'total'> = { states: [], types: [], count: 0, total: 0 };

function ItemFilter({ itemId, onClear }: { readonly itemId: string; readonly onClear: () => void }): ReactElement {
  const name = useItemRow(itemId)?.name ?? itemId;
  return (
    <Button icon={<Dismiss16Regular />} iconPosition="after" aria-label={t('jobs.filter.clearItem')} onClick={onClear}>
      {t('jobs.filter.itemIs', { item: name })}
    </Button>
  );
}

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  /** '' = all. */
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string | null) => void;
}): ReactElement {
  const styles = useStyles();
  const chosen = options.find(([each]) => each === value)?.[1] ?? t('jobs.filter.all');
  return (
    <Dropdown
      className={styles.dropdown}
      aria-label={label}
      value={`${label}: ${chosen}`}
      selectedOptions={[value || ALL]}
      onOptionSelect={(_, { optionValue }) => onChange(optionValue === ALL ? null : (optionValue ?? null))}
    >
      <Option value={ALL}>{t('jobs.filter.all')}</Option>
      {options.map(([each, text]) => (
        <Option key={each} value={each}>
          {text}
        </Option>
      ))}
    </Dropdown>
  );
}
