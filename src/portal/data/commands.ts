/** Commands to the engine. Each says its outcome in a notification; the change feed shows its effect. */
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { ManagementError, type ManagementClient } from '../../management/client/client-api.ts';
import { useClient } from './live-context.ts';
import { announce, notify } from './notifications.ts';
import { t } from '../strings/translate.ts';

/** A command on one named thing. Answers the id of the job that carries it out, or null where none is needed. */
export interface CommandRequest {
  /** What the button says, without its ellipsis. */
  readonly label: string;
  /** Of the machine or job. */
  readonly name: string;
  /** The page shows the outcome at once; only a failure is reported. */
  readonly isQuiet?: boolean;
  readonly run: (client: ManagementClient) => Promise<string | null | undefined | void>;
}

/** `mutate(request)` runs a command and reports; `mutateAsync` lets a dialog wait for the job's id. */
export function useCommand(): UseMutationResult<string | null, Error, CommandRequest> {
  const client = useClient();
  return useMutation({
    mutationFn: async (request: CommandRequest) => (await request.run(client)) ?? null,
    onSuccess: (jobId, request) => (request.isQuiet ? undefined : reportSuccess(request, jobId)),
    onError: (error, request) => reportFailure(request, error),
  });
}

function reportSuccess({ label, name }: CommandRequest, jobId: string | null): void {
  const title = jobId ? t('command.started', { command: label, name }) : t('command.done', { command: label, name });
  announce(title);
  notify({
    key: `command:${label}:${name}`,
    tone: jobId ? 'info' : 'success',
    title,
    ...(jobId ? { link: { to: `/jobs/${encodeURIComponent(jobId)}`, label: t('command.showJob') } } : {}),
  });
}

function reportFailure({ label, name }: CommandRequest, error: Error): void {
  const title = t('command.failed', { command: label, name });
  announce(title);
  notify({ key: `command:${label}:${name}`, tone: 'danger', title, body: reasonOf(error) });
}

/** Why a command was refused, and what is to be done about it. */
export function reasonOf(error: Error): string {
  const action = error instanceof ManagementError ? error.recommendedAction : '';
  return [error.message, action].filter(Boolean).join(' ');
}
