import { Button, Dropdown, Option, SearchBox, makeStyles, tokens } from '@fluentui/react-components';
import { FilterDismiss20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { JobRow } from '../../../management/wire.ts';
import type { ChangeUrl } from '../../data/url-state.ts';
import { t, tOr } from '../../strings/translate.ts';
import { RANGE_HOURS, noFilters, titleOf, type JobFilters } from './job-filters.ts';

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
  readonly rows: readonly JobRow[];
  readonly shownCount: number;
  readonly filters: JobFilters;
  readonly onChange: ChangeUrl;
}

/** Text, state, type and time range. All of it is the URL. */
export function JobFilterBar({ rows, shownCount, filters, onChange }: JobFilterBarProps): ReactElement {
  const styles = useStyles();
  const states = [...new Set(rows.map(({ state }) => state))].toSorted();
  const types = new Map(rows.map((row) => [row.scenarioName, titleOf(row)]));
  const isFiltered = filters.state + filters.type + filters.text !== '' || filters.rangeHours !== null;
  return (
    <div className={styles.root} role="search" aria-label={t('jobs.title')}>
      <SearchBox
        className={styles.text}
        aria-label={t('jobs.filter.text')}
        placeholder={t('jobs.filter.text')}
        data-search=""
        value={filters.text}
        onChange={(_, { value }) => onChange({ q: value })}
      />
      <Choice
        label={t('jobs.filter.state')}
        value={filters.state}
        options={states.map((state) => [state, tOr(`jobState.${state}`, state)])}
        onChange={(state) => onChange({ state })}
      />
      <Choice
        label={t('jobs.filter.type')}
        value={filters.type}
        options={[...types]}
        onChange={(type) => onChange({ type })}
      />
      <Choice
        label={t('jobs.filter.range')}
        value={filters.rangeHours === null ? '' : String(filters.rangeHours)}
        options={RANGE_HOURS.map((hours) => [String(hours), t(`jobs.range.${hours}`)])}
        onChange={(range) => onChange({ range })}
      />
      {isFiltered && (
        <Button appearance="subtle" icon={<FilterDismiss20Regular />} onClick={() => onChange(noFilters)}>
          {t('action.clearFilters')}
        </Button>
      )}
      <span className={styles.shown}>
        {shownCount === rows.length
          ? t('jobs.count', { count: rows.length })
          : t('jobs.countOf', { shown: shownCount, count: rows.length })}
      </span>
    </div>
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
