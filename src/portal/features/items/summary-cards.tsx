import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ArrowRepeatAll20Regular,
  ArrowSync20Regular,
  CloudArrowUp20Regular,
  CloudCheckmark20Regular,
  Pause20Regular,
} from '@fluentui/react-icons';
import { memo, type ReactElement } from 'react';
import type { HealthWord, ItemStage } from '../../../management/wire.ts';
import { HealthIcon } from '../../components/health-badge.tsx';
import { formatCount } from '../../data/format.ts';
import type { ChangeUrl } from '../../data/url-state.ts';
import { t, type PlainKey } from '../../strings/translate.ts';
import { writeList, type ItemFilters } from './item-filters.ts';
import { INITIAL_STAGES } from './item-stage.ts';
import type { Counts } from './item-tally.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    marginBottom: tokens.spacingVerticalM,
  },
  card: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
    minHeight: '36px',
    padding: `0 ${tokens.spacingHorizontalSNudge}`,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase300,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
  pressed: {
    border: `1px solid ${tokens.colorBrandStroke1}`,
    backgroundColor: tokens.colorBrandBackground2,
    ':hover': { backgroundColor: tokens.colorBrandBackground2Hover },
    '@media (forced-colors: active)': { outline: '2px solid Highlight', outlineOffset: '-3px' },
  },
  count: {
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
  icon: { display: 'inline-flex', color: tokens.colorNeutralForeground3 },
});

const HEALTH_ORDER: readonly HealthWord[] = ['Critical', 'Warning', 'Normal', 'None'];

interface StageCard {
  readonly label: PlainKey;
  readonly icon: ReactElement;
  readonly stages: readonly ItemStage[];
}

const STAGE_CARDS: readonly StageCard[] = [
  { label: 'items.card.resyncRequired', icon: <ArrowRepeatAll20Regular />, stages: ['resynchronizationRequired'] },
  { label: 'items.card.resynchronizing', icon: <ArrowSync20Regular />, stages: ['resynchronizing'] },
  { label: 'items.card.initial', icon: <CloudArrowUp20Regular />, stages: INITIAL_STAGES },
  { label: 'items.card.failed', icon: <CloudCheckmark20Regular />, stages: ['failedOver', 'failoverCommitted'] },
  { label: 'items.card.paused', icon: <Pause20Regular />, stages: ['paused'] },
];

export interface SummaryCardsProps {
  readonly byHealth: Counts;
  readonly byStage: Counts;
  readonly filters: ItemFilters;
  readonly onChange: ChangeUrl;
}

/** How many of which health and stage; a card filters the list by what it counts. Stages that nobody is in are left out. */
export const SummaryCards = memo(function SummaryCards({
  byHealth,
  byStage,
  filters,
  onChange,
}: SummaryCardsProps): ReactElement {
  const styles = useStyles();
  const toggleHealth = (word: HealthWord) =>
    onChange({ health: writeList(toggled(filters.health, [word], filters.health.includes(word))) });
  return (
    <div className={styles.root} role="group" aria-label={t('items.cards')}>
      {HEALTH_ORDER.map((word) => (
        <Card
          key={word}
          icon={<HealthIcon health={word} />}
          count={byHealth.get(word) ?? 0}
          label={t(`health.${word}`)}
          isPressed={filters.health.includes(word)}
          onToggle={() => toggleHealth(word)}
        />
      ))}
      {STAGE_CARDS.map(({ label, icon, stages }) => {
        const count = stages.reduce((sum, stage) => sum + (byStage.get(stage) ?? 0), 0);
        const isPressed = stages.every((stage) => filters.state.includes(stage));
        return (
          (count > 0 || isPressed) && (
            <Card
              key={label}
              icon={<span className={styles.icon}>{icon}</span>}
              count={count}
              label={t(label)}
              isPressed={isPressed}
              onToggle={() => onChange({ state: writeList(toggled(filters.state, stages, isPressed)) })}
            />
          )
        );
      })}
    </div>
  );
});

interface CardProps {
  readonly icon: ReactElement;
  readonly count: number;
  readonly label: string;
  readonly isPressed: boolean;
  readonly onToggle: () => void;
}

function Card({ icon, count, label, isPressed, onToggle }: CardProps): ReactElement {
  const styles = useStyles();
  return (
    <button
      type="button"
      className={mergeClasses(styles.card, isPressed && styles.pressed)}
      aria-pressed={isPressed}
      onClick={onToggle}
    >
      {icon}
      <span className={styles.count}>{formatCount(count)}</span> {label}
    </button>
  );
}

function toggled<Value extends string>(
  chosen: readonly Value[],
  values: readonly Value[],
  isOn: boolean,
): readonly Value[] {
  const others = chosen.filter((each) => !values.includes(each));
  return isOn ? others : [...others, ...values];
}
