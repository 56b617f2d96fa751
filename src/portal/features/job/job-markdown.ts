import { formatDateTime, formatDuration } from '../../data/format.ts';
import { t, tOr } from '../../strings/translate.ts';
import type { ErrorLayer, JobView } from './job-view.ts';

/** The job as a person would paste it into a ticket. */
export function jobMarkdown(job: JobView): string {
  const time = (at: number | null): string => (at === null ? t('value.none') : formatDateTime(at));
  return [
    `# ${escape(t('job.title', { name: job.name, item: job.itemName }))}`,
    '',
    `- ${t('job.status')}: ${tOr(`jobState.${job.state}`, job.state)}`,
    `- ${t('job.started')}: ${time(job.startedAt)}`,
    `- ${t('job.ended')}: ${time(job.endedAt)}`,
    `- ${t('job.id')}: ${job.id}`,
    `- ${t('job.activity')}: ${job.activityId}`,
    '',
    `## ${t('job.tasks')}`,
    '',
    `| ${t('job.task')} | ${t('job.status')} | ${t('job.duration')} |`,
    '| --- | --- | --- |',
    ...job.tasks
      .flatMap((task) => [task, ...task.children])
      .map((task) => {
        const seconds =
          task.startedAt !== null && task.endedAt !== null ? (task.endedAt - task.startedAt) / 1000 : null;
        const duration = seconds === null ? t('value.none') : formatDuration(seconds);
        return `| ${escape(task.name)} | ${tOr(`jobState.${task.state}`, task.state)} | ${duration} |`;
      }),
    ...job.errors.flatMap((error) => [
      '',
      `## ${t('job.errors')}: ${escape(error.service.code)}`,
      '',
      ...layerLines(t('job.error.service'), error.service),
      ...layerLines(t('job.error.provider'), error.provider),
    ]),
    '',
  ].join('\n');
}

function layerLines(title: string, layer: ErrorLayer): string[] {
  if (!layer.message) return [];
  return [
    `- **${title}** ${escape(layer.code)}: ${escape(layer.message)}`,
    `  - ${t('error.causes')}: ${escape(layer.possibleCauses)}`,
    `  - ${t('error.action')}: ${escape(layer.recommendedAction)}`,
  ];
}

/** Names come from hosts: what Markdown would read as markup is quoted. */
function escape(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|#]/g, String.raw`\$&`);
}
