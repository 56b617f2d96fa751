import type { CatalogueEntry } from './catalogue-entry.ts';

/** Between the host and the service or storage account. All recoverable: links come back. */
export const NETWORK_FAULTS = {
  NetworkUnreachable: {
    class: 'recoverable',
    area: 'network',
    service: {
      code: 'LS1001',
      isPublished: false,
      message: "Replication of '{subject}' cannot reach the storage account.",
      possibleCauses: 'The network link of the host is down, or a firewall or proxy drops the connection.',
      recommendedAction:
        'Check the link, name resolution and proxy settings of the host. Replication goes on by itself at the next attempt.',
    },
    provider: { errorCode: 0x80072efd, errorId: 'NetworkUnreachable', message: 'The connection could not be opened.' },
  },
  NetworkTimeout: {
    class: 'recoverable',
    area: 'network',
    service: {
      code: 'LS1002',
      isPublished: false,
      message: "An answer for '{subject}' did not arrive in time.",
      possibleCauses: 'The link is overloaded or loses packets, or the other side is very busy.',
      recommendedAction:
        'Check load and loss on the link; consider a bandwidth schedule for the host. Replication goes on by itself.',
    },
    provider: { errorCode: 32772, errorId: 'Timeout', message: 'The operation timed out.' },
  },
  ServerNotConnected: {
    class: 'recoverable',
    area: 'network',
    service: {
      code: '25018',
      isPublished: true,
      message: "The server that replicates '{subject}' is not connected to the internet.",
      possibleCauses:
        'The server has no internet connection, or the connection with the service could not be established.',
      recommendedAction: 'Make sure that the server can reach the service over HTTPS, directly or through its proxy.',
    },
    provider: { errorCode: 0x00002efd, errorId: 'ServerNotConnected', message: 'The server is not connected.' },
    variants: {
      0x00002efd: { providerMessage: 'A connection with the server could not be established.' },
      0x00002ef3: {
        possibleCauses: 'A proxy inspects HTTPS traffic and replaces the service’s certificate.',
        recommendedAction: 'Exempt the addresses of the service from HTTPS inspection on the proxy.',
        providerMessage: 'A connection handle was in the wrong state.',
      },
    },
  },
  UnexpectedAnswer: {
    class: 'recoverable',
    area: 'network',
    service: {
      code: 'LS1003',
      isPublished: false,
      message: "The answer to a request for '{subject}' was not what the protocol promises.",
      possibleCauses: 'A proxy, captive portal or gateway answered in place of the service.',
      recommendedAction: 'Check what lies between the host and the service. No data was taken from the answer.',
    },
    provider: { errorCode: 502, errorId: 'UnexpectedAnswer', message: 'The answer is not of the expected kind.' },
  },
  HostUnreachable: {
    class: 'recoverable',
    area: 'network',
    service: {
      code: 'LS1004',
      isPublished: false,
      message: "The Hyper-V host of '{subject}' does not answer.",
      possibleCauses: 'The host is down or restarting, its provider service is stopped, or the network to it is down.',
      recommendedAction:
        'Check on the host: the Virtual Machine Management service, the Site Recovery provider service, the Recovery Services agent and WmiPrvSE.',
    },
    provider: { errorCode: 32777, errorId: 'HostNotAvailable', message: 'The host is not available.' },
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
