import type { CatalogueEntry } from './catalogue-entry.ts';

/** Virtual machines in Azure: what a failover makes, and a failback reads. */
export const COMPUTE_FAULTS = {
  ComputeUnavailable: {
    class: 'nonRecoverable',
    area: 'compute',
    service: {
      code: 'LS5001',
      isPublished: false,
      message: "No virtual machine can be made in Azure for '{subject}'.",
      possibleCauses: 'The service is connected with a storage account only, and with no compute service.',
      recommendedAction: 'Connect a subscription in which virtual machines may be created, then retry.',
    },
    provider: { errorCode: 503, errorId: 'ComputeUnavailable', message: 'There is no compute service.' },
  },
  AzureMachineNotFound: {
    class: 'nonRecoverable',
    area: 'compute',
    service: {
      code: 'LS5002',
      isPublished: false,
      message: "The virtual machine of '{subject}' in Azure was not found.",
      possibleCauses: 'It was deleted or renamed outside of this service.',
      recommendedAction: 'Check the target resource group, and start the operation again from the machine.',
    },
    provider: { errorCode: 404, errorId: 'ResourceNotFound', message: 'The resource was not found.' },
  },
  AzureMachineExists: {
    class: 'nonRecoverable',
    area: 'compute',
    service: {
      code: 'LS5003',
      isPublished: false,
      message: "A virtual machine of the name chosen for '{subject}' stands in Azure already.",
      possibleCauses: 'Somebody made it, or an earlier failover left it behind.',
      recommendedAction: 'Delete or rename that virtual machine, then start the operation again.',
    },
    provider: { errorCode: 409, errorId: 'PropertyChangeNotAllowed', message: 'The resource exists already.' },
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
