import { Button, TabList, Tab, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import type { ArmFabric } from '../../../management/arm.ts';
import { LeaveGuard } from '../../components/leave-guard.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { useCommand } from '../../data/commands.ts';
import { useFabrics, usePolicies, useProtectableItems } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';
import { DisksStep } from './disks-step.tsx';
import { MachinesStep } from './machines-step.tsx';
import { PolicyStep } from './policy-step.tsx';
import {
  EMPTY_DRAFT,
  fabricName,
  factsOf,
  isEligible,
  isFrequencyAvailable,
  requestsOf,
  type ProtectionDraft,
} from './protection-draft.ts';
import { ReviewStep } from './review-step.tsx';
import { SourceStep } from './source-step.tsx';
import { TargetStep } from './target-step.tsx';

const STEPS = ['source', 'target', 'machines', 'disks', 'policy', 'review'] as const;
type Step = (typeof STEPS)[number];

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXL, maxWidth: '1080px' },
  tabs: { flexWrap: 'wrap', marginLeft: `calc(-1 * ${tokens.spacingHorizontalM})` },
  buttons: {
    display: 'flex',
    columnGap: tokens.spacingHorizontalS,
    paddingTop: tokens.spacingVerticalL,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
});

/** The wizard that protects machines: one job a machine. */
export function ProtectPage(): ReactElement {
  const fabrics = useFabrics();
  return (
    <PageFrame
      title={t('protect.title')}
      crumbs={[
        { label: t('app.vault'), to: '/' },
        { label: t('nav.items'), to: '/items' },
      ]}
    >
      <QueryView query={fabrics} what={t('protect.source.what')} skeleton={<PanelSkeleton heightPx={280} />}>
        {(loaded) => <Wizard fabrics={loaded} />}
      </QueryView>
    </PageFrame>
  );
}

function Wizard({ fabrics }: { readonly fabrics: readonly ArmFabric[] }): ReactElement {
  const styles = useStyles();
  const [params] = useSearchParams();
  const isPreselected = params.has('machine');
  const proposed = fabrics.find((fabric) => fabricName(fabric) === params.get('site')) ?? fabrics[0] ?? null;
  const policies = usePolicies();
  const [answers, setDraft] = useState<ProtectionDraft>(EMPTY_DRAFT);
  // The address's or the first site, and the first policy, are proposed until others are chosen; the lists may come,
  // or grow, after the page.
  const draft: ProtectionDraft = {
    ...answers,
    fabric: answers.fabric ?? proposed,
    policy: answers.policy ?? policies.data?.[0] ?? null,
  };
  const [step, setStep] = useState<Step>(isPreselected ? 'machines' : 'source');
  const { confirm, isBusy, isDone } = useConfirm(draft);
  const index = STEPS.indexOf(step);
  const isLast = index === STEPS.length - 1;
  if (isDone) return <Navigate to="/items" />;
  return (
    <div className={styles.root}>
      <LeaveGuard isActive={draft.machines.length > (isPreselected ? 1 : 0)} />
      <TabList
        className={styles.tabs}
        aria-label={t('protect.steps')}
        selectedValue={step}
        onTabSelect={(_, { value }) => setStep(value as Step)}
      >
        {STEPS.map((each, position) => (
          <Tab key={each} value={each} disabled={!canReach(each, draft)}>
            {`${position + 1}. ${t(`protect.step.${each}`)}`}
          </Tab>
        ))}
      </TabList>
      <div role="tabpanel" aria-label={t(`protect.step.${step}`)}>
        <StepContent step={step} fabrics={fabrics} draft={draft} onChange={setDraft} />
      </div>
      <div className={styles.buttons}>
        <Button disabled={index === 0} onClick={() => setStep(STEPS[index - 1] ?? step)}>
          {t('protect.back')}
        </Button>
        {isLast ? (
          <Button appearance="primary" disabled={isBusy} onClick={() => void confirm()}>
            {t('protect.confirm', { count: draft.machines.length })}
          </Button>
        ) : (
          <Button
            appearance="primary"
            disabled={!canReach(STEPS[index + 1] ?? step, draft)}
            onClick={() => setStep(STEPS[index + 1] ?? step)}
          >
            {t('protect.next')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** A step can be reached when everything before it has been answered. */
function canReach(step: Step, { fabric, machines, target, policy }: ProtectionDraft): boolean {
  switch (step) {
    case 'source':
      return true;
    case 'target':
    case 'machines':
      return fabric !== null;
    case 'disks':
    case 'policy':
      return fabric !== null && machines.length > 0;
    case 'review':
      return fabric !== null && machines.length > 0 && policy !== null && isFrequencyAvailable(policy, target);
  }
}

interface StepProps {
  readonly draft: ProtectionDraft;
  readonly onChange: (draft: ProtectionDraft) => void;
}

function StepContent({
  step,
  fabrics,
  draft,
  onChange,
}: StepProps & { readonly step: Step; readonly fabrics: readonly ArmFabric[] }): ReactElement {
  switch (step) {
    case 'source':
      return (
        <SourceStep
          fabrics={fabrics}
          chosen={draft.fabric}
          onChoose={(fabric) => onChange({ ...draft, fabric, machines: [] })}
        />
      );
    case 'machines':
      return <Machines draft={draft} onChange={onChange} />;
    case 'target':
      return <TargetStep target={draft.target} onChange={(target) => onChange({ ...draft, target })} />;
    case 'disks':
      return (
        <DisksStep
          machines={draft.machines}
          leftOut={draft.leftOut}
          onChange={(leftOut) => onChange({ ...draft, leftOut })}
        />
      );
    case 'policy':
      return <Policies draft={draft} onChange={onChange} />;
    case 'review':
      return <ReviewStep draft={draft} />;
  }
}

function Machines({ draft, onChange }: StepProps): ReactElement {
  const [params] = useSearchParams();
  const wanted = useRef(params.get('machine'));
  const machines = useProtectableItems(draft.fabric?.name ?? '');
  // A link may name the machine (after an import): chosen once, when the list has come.
  useEffect(() => {
    const match = machines.data?.find((machine) => factsOf(machine).name === wanted.current);
    if (!match) return;
    wanted.current = null;
    if (isEligible(match)) onChange({ ...draft, machines: [match] });
  }, [machines.data, draft, onChange]);
  return (
    <QueryView query={machines} what={t('protect.machines.what')} skeleton={<PanelSkeleton heightPx={320} />}>
      {(loaded) => (
        <MachinesStep
          machines={loaded}
          chosen={draft.machines}
          onChange={(chosen) => onChange({ ...draft, machines: chosen })}
        />
      )}
    </QueryView>
  );
}

function Policies({ draft, onChange }: StepProps): ReactElement {
  const policies = usePolicies();
  return (
    <QueryView query={policies} what={t('protect.policy.what')} skeleton={<PanelSkeleton heightPx={200} />}>
      {(loaded) => (
        <PolicyStep
          policies={loaded}
          policy={draft.policy}
          target={draft.target}
          onChange={(policy) => onChange({ ...draft, policy })}
        />
      )}
    </QueryView>
  );
}

interface Confirmation {
  readonly confirm: () => Promise<void>;
  readonly isBusy: boolean;
  /** At least one machine is being protected. */
  readonly isDone: boolean;
}

/** Gives one command a machine; each reports its own outcome. The jobs page shows what came of them. */
function useConfirm(draft: ProtectionDraft): Confirmation {
  const command = useCommand();
  const [isBusy, setBusy] = useState(false);
  const [isDone, setDone] = useState(false);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    const outcomes = await Promise.allSettled(
      requestsOf(draft).map((request) =>
        command.mutateAsync({
          label: t('protect.command'),
          name: request.vmName,
          run: (client) => client.enableProtection(request),
        }),
      ),
    );
    setBusy(false);
    setDone(outcomes.some(({ status }) => status === 'fulfilled'));
  };
  return { confirm, isBusy, isDone };
}
