import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ArrowUploadRegular, HardDriveRegular } from '@fluentui/react-icons';
import { useRef, useState, type DragEvent, type ReactElement } from 'react';
import { formatBytes } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';

const useStyles = makeStyles({
  zone: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalL,
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalL}`,
    border: `${tokens.strokeWidthThin} dashed ${tokens.colorNeutralStrokeAccessible}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  over: {
    backgroundColor: tokens.colorBrandBackground2,
    border: `${tokens.strokeWidthThin} dashed ${tokens.colorBrandStroke1}`,
  },
  text: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minWidth: 0,
    overflowWrap: 'anywhere',
  },
});

/** A place to drop a file, and a button for those who do not drag. */
export function FilePicker({
  file,
  isDisabled,
  onFile,
}: {
  readonly file: File | null;
  readonly isDisabled: boolean;
  readonly onFile: (file: File) => void;
}): ReactElement {
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped && !isDisabled) onFile(dropped);
  };

  return (
    <div
      className={mergeClasses(styles.zone, isOver && styles.over)}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <span className={styles.text}>
        <HardDriveRegular fontSize={24} aria-hidden />
        {file ? t('import.chosen', { name: file.name, size: formatBytes(file.size) }) : t('import.drop')}
      </span>
      <Button icon={<ArrowUploadRegular />} disabled={isDisabled} onClick={() => input.current?.click()}>
        {file ? t('import.change') : t('import.choose')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('import.choose')}
        accept=".vhd,.vhdx,.raw,.img"
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          if (chosen) onFile(chosen);
          event.target.value = '';
        }}
      />
    </div>
  );
}
