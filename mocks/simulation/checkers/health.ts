import { demand, type Law } from './law.ts';

/** Critical exactly where a finding is, and always where nothing can replicate until somebody acts. */
export function health(): Law {
  const law: Law = {
    name: 'health is Critical exactly with a Critical finding',
    itemChanged({ item, health: verdict, findings }) {
      const hasCritical = findings.some((finding) => finding.verdict === 'Critical');
      demand(
        (verdict === 'Critical') === hasCritical,
        law,
        () => `${item.vmName} is ${verdict}: ${JSON.stringify(findings)}`,
      );
      const standsStill =
        item.phase.kind === 'resynchronizationRequired' ||
        (item.trouble !== null && item.trouble.nextAttemptAt === null);
      demand(!standsStill || hasCritical, law, () => `${item.vmName} stands still and is ${verdict}`);
    },
  };
  return law;
}
