import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ColumnTriple20Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { t } from '../../strings/translate.ts';
import { ViewsMenu } from '../views-menu.tsx';
import { ColumnsDialog } from './columns-dialog.tsx';
import { formatLayout } from './column-layout.ts';
import type { GridColumn } from './grid-column.ts';
import type { ColumnLayout } from './use-column-layout.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', marginLeft: 'auto', gap: tokens.spacingHorizontalS },
});

export interface ListViewBarProps<Row> {
  /** Names what is remembered of the list in this browser. */
  readonly list: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly layout: ColumnLayout<Row>;
}

/** Views by name, and the columns: how a list is looked at. */
export function ListViewBar<Row>({ list, columns, layout }: ListViewBarProps<Row>): ReactElement {
  const styles = useStyles();
  const [isChoosing, setChoosing] = useState(false);
  return (
    <div className={styles.root}>
      <ViewsMenu list={list} columns={formatLayout(layout.choices)} />
      <Button icon={<ColumnTriple20Regular />} onClick={() => setChoosing(true)}>
        {t('grid.columns')}
      </Button>
      {isChoosing && (
        <ColumnsDialog
          columns={columns}
          choices={layout.choices}
          onChange={layout.change}
          onClose={() => setChoosing(false)}
        />
      )}
    </div>
  );
}
