import { SCENARIOS } from '../../core/jobs/scenarios.ts';
import type { JobTask, JobTaskDetail } from '../../core/jobs/job-model.ts';
import type { ArmJob } from '../arm.ts';
import { jobArmId } from './arm-id.ts';

type ArmTask = NonNullable<NonNullable<NonNullable<ArmJob['properties']>['tasks']>[number]>;
type TaskParts = Pick<ArmTask, 'taskType' | 'customDetails' | 'groupTaskCustomDetails'>;

/** What a task of a recovery plan's job has instead of plain details; `render` makes a task of a child. */
export function planTaskParts(task: JobTask, render: (child: JobTask) => ArmTask): TaskParts | null {
  const { group, detail } = task;
  if (group) {
    const instanceType =
      group.groupType === 'Shutdown' ? 'RecoveryPlanShutdownGroupTaskDetails' : 'RecoveryPlanGroupTaskDetails';
    return {
      taskType: instanceType,
      customDetails: null,
      groupTaskCustomDetails: {
        instanceType,
        name: task.friendlyName,
        groupId: group.groupId,
        rpGroupType: group.groupType,
        childTasks: group.children.map(render),
      },
    };
  }
  return detail ? { ...childParts(task, detail), groupTaskCustomDetails: null } : null;
}

function childParts(
  { friendlyName, stateDescription }: JobTask,
  detail: JobTaskDetail,
): Pick<TaskParts, 'taskType' | 'customDetails'> {
  if (detail.kind === 'manualAction') {
    const { instructions, observation } = detail;
    const taskType = 'ManualActionTaskDetails';
    return { taskType, customDetails: { instanceType: taskType, name: friendlyName, instructions, observation } };
  }
  const { vmId, vmName, jobId, scenarioName, reason } = detail;
  const isSkipped = stateDescription === 'Skipped';
  const taskType = 'VirtualMachineTaskDetails';
  return {
    taskType,
    customDetails: {
      instanceType: taskType,
      jobTask: {
        jobId: jobId === null ? '' : jobArmId(jobId),
        jobFriendlyName: SCENARIOS[scenarioName].friendlyName,
        targetObjectId: vmId,
        targetObjectName: vmName,
        targetInstanceType: 'ProtectionEntity',
        jobScenarioName: scenarioName,
      },
      skippedReason: isSkipped ? (reason === null ? 'NothingToDo' : 'NotPossible') : null,
      skippedReasonString: isSkipped ? (reason ?? 'Nothing is left to do for this machine.') : null,
    },
  };
}
