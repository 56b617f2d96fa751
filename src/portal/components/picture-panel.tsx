import { Button } from '@fluentui/react-components';
import { ChartMultiple20Regular, Table20Regular } from '@fluentui/react-icons';
import { useState, type ReactElement, type ReactNode } from 'react';
import { t } from '../strings/translate.ts';
import { Panel } from './panel.tsx';
import { AsOf } from './relative-time.tsx';

export interface PicturePanelProps {
  readonly title: string;
  readonly asOf?: string | null | undefined;
  /** The picture, or the same figures for those who cannot see it, or want to copy them. */
  readonly children: (isTable: boolean) => ReactNode;
}

/** A panel with a picture, and the table behind it. */
export function PicturePanel({ title, asOf, children }: PicturePanelProps): ReactElement {
  const [isTable, setIsTable] = useState(false);
  return (
    <Panel
      title={title}
      aside={
        <>
          <AsOf at={asOf} />
          <Button
            size="small"
            appearance="subtle"
            icon={isTable ? <ChartMultiple20Regular /> : <Table20Regular />}
            aria-label={`${isTable ? t('picture.show') : t('table.show')}: ${title}`}
            onClick={() => setIsTable(!isTable)}
          >
            {isTable ? t('picture.show') : t('table.show')}
          </Button>
        </>
      }
    >
      {children(isTable)}
    </Panel>
  );
}
