import { ArmError } from './arm-error.ts';
import { type App, param } from './routes.ts';

/** Why an operation of the published API does nothing in this scenario, and what to do instead. */
interface Reason {
  readonly causes: string;
  readonly action: string;
}

const REGISTERED: Reason = {
  causes: 'Sites, servers and providers are registered by their setup; the vault shows those that report to it.',
  action: 'Install or remove the Site Recovery provider and the Recovery Services agent on the server.',
};
const FOR_VMWARE: Reason = {
  causes: 'The operation belongs to VMware and physical machines, or to another provider.',
  action: 'Nothing: Hyper-V machines do without it.',
};
const DISKS_CHOSEN: Reason = {
  causes: 'The disks of a Hyper-V machine are chosen when it is protected.',
  action: 'Disable replication, and enable it again with the disks that are to be replicated.',
};
const NOT_BY_HAND: Reason = {
  causes: 'No health error of a Hyper-V machine is resolved by hand: each ends with its cause.',
  action: 'Follow the recommended action of the error, or try again with Retry now.',
};

const FABRIC = '/replicationfabrics/:fabric';
const PROVIDER = `${FABRIC}/replicationrecoveryservicesproviders/:provider`;
const CONTAINER = `${FABRIC}/replicationprotectioncontainers/:container`;
const ITEM = `${CONTAINER}/replicationprotecteditems/:item`;

type Operation = readonly [method: 'PUT' | 'DELETE' | 'POST', path: string, reason: Reason];

/** The rest of the published operations on what this vault has [domain facts: resource tree]. */
const OPERATIONS: readonly Operation[] = [
  ['PUT', FABRIC, REGISTERED],
  ['DELETE', FABRIC, REGISTERED],
  ['POST', `${FABRIC}/remove`, REGISTERED],
  ['POST', `${FABRIC}/renewcertificate`, REGISTERED],
  ['POST', `${FABRIC}/migratetoaad`, REGISTERED],
  ['POST', `${FABRIC}/reassociategateway`, FOR_VMWARE],
  ['PUT', PROVIDER, REGISTERED],
  ['DELETE', PROVIDER, REGISTERED],
  ['POST', `${PROVIDER}/remove`, REGISTERED],
  ['PUT', CONTAINER, REGISTERED],
  ['POST', `${CONTAINER}/remove`, REGISTERED],
  ['POST', `${CONTAINER}/discoverprotectableitem`, FOR_VMWARE],
  ['POST', `${CONTAINER}/switchprotection`, FOR_VMWARE],
  ['POST', `${ITEM}/adddisks`, DISKS_CHOSEN],
  ['POST', `${ITEM}/removedisks`, DISKS_CHOSEN],
  ['POST', `${ITEM}/resolvehealtherrors`, NOT_BY_HAND],
  ['POST', `${ITEM}/switchprovider`, FOR_VMWARE],
  ['POST', `${ITEM}/updateappliance`, FOR_VMWARE],
  ['POST', `${ITEM}/updatemobilityservice`, FOR_VMWARE],
];

/** Operations that have no effect here are refused with the reason, and not as if nobody knew them. */
export function addForeignRoutes(app: App): void {
  for (const [method, path, { causes, action }] of OPERATIONS) {
    app.on(method, path, (c) => {
      const subject = param(c, 'item') || param(c, 'container') || param(c, 'provider') || param(c, 'fabric');
      throw new ArmError(400, {
        code: 'OperationNotSupported',
        message: `The operation is not available for '${subject}'.`,
        possibleCauses: causes,
        recommendedAction: action,
      });
    });
  }
}
