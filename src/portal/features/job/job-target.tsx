import type { ReactElement } from 'react';
import { RouterLink } from '../../components/router-link.tsx';
import { itemPath, planPath } from '../../data/dialogs.ts';
import { usePlans } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';

/** What a job works on. */
export interface JobTargetProps {
  readonly itemId: string;
  /** Of the machine or the recovery plan; of a job of the vault what it changes, which may have no name. */
  readonly itemName: string;
  readonly isOfPlan: boolean;
  readonly isOfVault: boolean;
  /** In a grid the arrow keys lead to links, not the tab key. */
  readonly tabIndex?: number;
}

/** A link where the target has a page. */
export function JobTarget({ tabIndex, ...target }: JobTargetProps): ReactElement {
  const { itemName, isOfPlan, isOfVault } = target;
  const isPlanGone = useIsPlanGone(isOfPlan ? itemName : null);
  if (isOfVault) return <>{itemName || t('value.none')}</>;
  if (isPlanGone) return <>{t('job.planGone.name', { name: itemName })}</>;
  return (
    <RouterLink to={targetPath(target)} {...(tabIndex === undefined ? {} : { tabIndex })}>
      {itemName}
    </RouterLink>
  );
}

/** The page of what a job works on. */
export function targetPath({ itemId, itemName, isOfPlan }: JobTargetProps): string {
  return isOfPlan ? planPath(itemName) : itemPath(itemId);
}

/** Whether a recovery plan was deleted. @param name null: there is none to ask about */
export function useIsPlanGone(name: string | null): boolean {
  const { data: plans } = usePlans(name !== null);
  return name !== null && plans !== undefined && !plans.some((plan) => plan.name === name);
}
