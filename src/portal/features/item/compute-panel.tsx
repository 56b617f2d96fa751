import { Dropdown, Field, Input, Option, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { ArmTargetSize } from '../../../management/arm.ts';
import { KeyValueList } from '../../components/key-value.tsx';
import { Panel } from '../../components/panel.tsx';
import { t, tOr } from '../../strings/translate.ts';
import type { HyperVDetails } from './hyperv-details.ts';
import { sizeProblem, type TargetDraft, type TargetEdits, type TargetProblems } from './target-draft.ts';

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXXL}`,
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 300px), 1fr))',
    alignItems: 'start',
    maxWidth: '1200px',
    marginBottom: tokens.spacingVerticalL,
  },
  size: { minWidth: 0 },
  option: { display: 'grid' },
  note: { color: 'inherit', fontSize: tokens.fontSizeBase200 },
});

export interface ComputePanelProps {
  readonly details: HyperVDetails | undefined;
  readonly sizes: readonly ArmTargetSize[];
  readonly draft: TargetDraft;
  readonly problems: TargetProblems;
  /** Nothing may be changed now; the page says why. */
  readonly isLocked: boolean;
  readonly onChange: (edit: Pick<TargetEdits, 'vmName' | 'vmSize' | 'resourceGroup'>) => void;
}

/** What the machine in Azure will be made as. */
export function ComputePanel({ details, sizes, draft, problems, isLocked, onChange }: ComputePanelProps): ReactElement {
  const styles = useStyles();
  return (
    <Panel title={t('target.compute')}>
      <div className={styles.fields}>
        <Field label={t('props.vmName')} required validationMessage={problems.vmName ?? null}>
          <Input disabled={isLocked} value={draft.vmName} onChange={(_, { value }) => onChange({ vmName: value })} />
        </Field>
        <Field label={t('props.resourceGroup')} required validationMessage={problems.resourceGroup ?? null}>
          <Input
            disabled={isLocked}
            value={draft.resourceGroup}
            onChange={(_, { value }) => onChange({ resourceGroup: value })}
          />
        </Field>
        <SizeField
          sizes={sizes}
          draft={draft}
          problem={problems.vmSize}
          isLocked={isLocked}
          onChange={(vmSize) => onChange({ vmSize })}
        />
      </div>
      <KeyValueList entries={fixedFacts(details)} />
    </Panel>
  );
}

function SizeField({
  sizes,
  draft: { vmSize, nics },
  problem,
  isLocked,
  onChange,
}: {
  readonly sizes: readonly ArmTargetSize[];
  readonly draft: TargetDraft;
  readonly problem: string | undefined;
  readonly isLocked: boolean;
  readonly onChange: (vmSize: string) => void;
}): ReactElement {
  const styles = useStyles();
  const chosen = sizes.find(({ name }) => name === vmSize);
  const adapterCount = nics.filter(({ isSelected }) => isSelected).length;
  return (
    <Field label={t('props.vmSize')} validationMessage={problem ?? null} hint={chosen ? sizeText(chosen) : null}>
      <Dropdown
        className={styles.size}
        disabled={isLocked}
        value={vmSize}
        selectedOptions={[vmSize]}
        onOptionSelect={(_, { optionValue }) => optionValue && onChange(optionValue)}
      >
        {sizes.map((size) => {
          const refusal = sizeProblem(size, adapterCount);
          return (
            <Option
              key={size.name}
              value={size.name ?? ''}
              text={size.name ?? ''}
              disabled={refusal !== null && size.name !== vmSize}
            >
              <span className={styles.option}>
                {size.name}
                <span className={styles.note}>{refusal ?? sizeText(size)}</span>
              </span>
            </Option>
          );
        })}
      </Dropdown>
    </Field>
  );
}

function sizeText({ properties }: ArmTargetSize): string {
  return t('target.sizeOf', {
    cores: properties?.cpuCoresCount ?? 0,
    memory: properties?.memoryInGB ?? 0,
    disks: properties?.maxDataDiskCount ?? 0,
    adapters: properties?.maxNicsCount ?? 0,
  });
}

/** Chosen when protection was enabled, and shown as the service tells them. */
function fixedFacts(details: HyperVDetails | undefined) {
  const diskType = details?.protectedManagedDisks?.[0]?.replicaDiskType;
  return [
    { label: t('target.availabilitySet'), value: details?.recoveryAvailabilitySetId || t('target.none') },
    { label: t('target.availabilityZone'), value: details?.targetAvailabilityZone || t('target.none') },
    { label: t('target.license'), value: licenseWord(details?.licenseType) },
    { label: t('target.sqlLicense'), value: licenseWord(details?.sqlServerLicenseType) },
    {
      label: t('target.disks'),
      value: details?.useManagedDisks === 'true' ? t('target.disksManaged') : t('target.disksUnmanaged'),
    },
    { label: t('target.diskType'), value: diskType ?? t('target.diskTypeDefault') },
  ];
}

function licenseWord(word: string | null | undefined): string {
  return word ? tOr(`target.license.${word}`, word) : t('value.none');
}
