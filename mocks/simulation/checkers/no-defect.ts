import { demand, type Law } from './law.ts';

/** The simulation never answers "Internal": where it appears the engine has met a condition of its own that does not hold. */
export function noDefect(): Law {
  const law: Law = {
    name: 'no internal error',
    itemChanged({ item }) {
      const { trouble } = item;
      demand(trouble?.fault.code !== 'Internal', law, () => `${item.vmName}: ${trouble?.fault.detail}`);
    },
    jobChanged(job) {
      const defect = job.errors.find((error) => error.fault.code === 'Internal');
      demand(defect === undefined, law, () => `${job.scenarioName} of ${job.vmName}: ${defect?.fault.detail}`);
    },
  };
  return law;
}
