import { Button, Checkbox, Input, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowDown16Regular, ArrowUp16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { DialogFrame } from '../dialog-frame.tsx';
import { t } from '../../strings/translate.ts';
import { MAX_COLUMN_PX, MIN_COLUMN_PX, moved, type ColumnChoice } from './column-layout.ts';
import type { GridColumn } from './grid-column.ts';

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none' },
  entry: {
    display: 'grid',
    gridTemplateColumns: '1fr 128px 32px 32px',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
    minHeight: '36px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  width: { width: '128px', minWidth: 0 },
  reset: { marginRight: 'auto' },
});

export interface ColumnsDialogProps {
  readonly columns: readonly Pick<GridColumn<never>, 'id' | 'header' | 'isRequired'>[];
  readonly choices: readonly ColumnChoice[];
  readonly onChange: (choices: readonly ColumnChoice[] | null) => void;
  readonly onClose: () => void;
}

/** Which columns, in which order, how wide. What is chosen is shown at once behind the dialog. */
export function ColumnsDialog({ columns, choices, onChange, onClose }: ColumnsDialogProps): ReactElement {
  const styles = useStyles();
  const headerOf = (id: string) => columns.find((column) => column.id === id)?.header ?? id;
  const hidden = columns.filter(({ id }) => !choices.some((choice) => choice.id === id));
  return (
    <DialogFrame
      title={t('grid.columns.title')}
      onClose={onClose}
      actions={
        <>
          <Button className={styles.reset} appearance="subtle" onClick={() => onChange(null)}>
            {t('grid.columns.reset')}
          </Button>
          <Button appearance="primary" onClick={onClose}>
            {t('action.close')}
          </Button>
        </>
      }
    >
      <ul className={styles.list} aria-label={t('grid.columns.title')}>
        {choices.map((choice, index) => (
          <ShownColumn
            key={choice.id}
            choice={choice}
            header={headerOf(choice.id)}
            isRequired={columns.find(({ id }) => id === choice.id)?.isRequired ?? false}
            isFirst={index === 0}
            isLast={index === choices.length - 1}
            onMove={(by) => onChange(moved(choices, choice.id, by))}
            onWidth={(widthPx) => onChange(choices.with(index, { ...choice, widthPx }))}
            onHide={() => onChange(choices.filter(({ id }) => id !== choice.id))}
          />
        ))}
        {hidden.map(({ id, header }) => (
          <li key={id} className={styles.entry}>
            <Checkbox label={header} checked={false} onChange={() => onChange([...choices, { id, widthPx: null }])} />
          </li>
        ))}
      </ul>
    </DialogFrame>
  );
}

interface ShownColumnProps {
  readonly choice: ColumnChoice;
  readonly header: string;
  readonly isRequired: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onMove: (by: -1 | 1) => void;
  readonly onWidth: (widthPx: number | null) => void;
  readonly onHide: () => void;
}

function ShownColumn(props: ShownColumnProps): ReactElement {
  const { choice, header, isRequired, isFirst, isLast, onMove, onWidth, onHide } = props;
  const styles = useStyles();
  return (
    <li className={styles.entry}>
      <Checkbox label={header} checked disabled={isRequired} onChange={onHide} />
      <WidthInput header={header} widthPx={choice.widthPx} onWidth={onWidth} />
      <Button
        appearance="subtle"
        icon={<ArrowUp16Regular />}
        aria-label={t('grid.columns.earlier', { column: header })}
        disabledFocusable={isFirst}
        onClick={() => onMove(-1)}
      />
      <Button
        appearance="subtle"
        icon={<ArrowDown16Regular />}
        aria-label={t('grid.columns.later', { column: header })}
        disabledFocusable={isLast}
        onClick={() => onMove(1)}
      />
    </li>
  );
}

/** Taken when the field is left or Enter is pressed: a width half typed is no width. */
function WidthInput({
  header,
  widthPx,
  onWidth,
}: {
  readonly header: string;
  readonly widthPx: number | null;
  readonly onWidth: (widthPx: number | null) => void;
}): ReactElement {
  const styles = useStyles();
  const take = (text: string) => {
    const width = Math.round(Number(text));
    onWidth(text.trim() === '' || width <= 0 ? null : Math.min(MAX_COLUMN_PX, Math.max(MIN_COLUMN_PX, width)));
  };
  return (
    <Input
      key={widthPx}
      className={styles.width}
      size="small"
      type="number"
      min={MIN_COLUMN_PX}
      max={MAX_COLUMN_PX}
      step={10}
      aria-label={t('grid.columns.width', { column: header })}
      placeholder={t('grid.columns.auto')}
      contentAfter="px"
      defaultValue={widthPx === null ? '' : String(widthPx)}
      onBlur={(event) => event.target.value !== String(widthPx ?? '') && take(event.target.value)}
      onKeyDown={(event) => event.key === 'Enter' && take(event.currentTarget.value)}
    />
  );
}
