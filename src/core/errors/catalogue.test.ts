import { describe, expect, test } from 'vitest';
import { CATALOGUE, classOf, describe as describeFault, resyncCauseOf } from './catalogue.ts';
import type { FaultCode } from './fault.ts';
import { HOST_EVENTS } from './host-events.ts';
import { describeNotice, NOTICES } from './service-notices.ts';

const codes = Object.keys(CATALOGUE) as FaultCode[];
const published = codes.filter((code) => CATALOGUE[code].service.isPublished);

describe('catalogue', () => {
  test.each(['NetworkUnreachable', 'NetworkTimeout', 'ServerNotConnected', 'LowDiskSpace', 'LowMemory'] as const)(
    '[ER1] %s is recoverable',
    (code) => expect(classOf(code)).toBe('recoverable'),
  );

  test.each([
    'BrokenVhdChain',
    'InvalidReplicaState',
    'HostAuthentication',
    'HostAuthorization',
    'StorageAuthorization',
    'VirtualMachineNotFound',
  ] as const)('[ER2] %s is non-recoverable', (code) => expect(classOf(code)).toBe('nonRecoverable'));

  test('[ER3] faults of the log require a resynchronization, each with its cause', () => {
    expect(resyncCauseOf('LogOutOfSequence')).toBe('outOfSequenceLog');
    expect(resyncCauseOf('LogInvalid')).toBe('invalidLog');
    expect(resyncCauseOf('LogNotClosed')).toBe('logNotClosed');
    expect(resyncCauseOf('LogWriteFailure')).toBe('logWriteFailure');
    expect(codes.filter((code) => classOf(code) === 'resync')).toHaveLength(4);
    expect(codes.filter((code) => (resyncCauseOf(code) !== null) !== (classOf(code) === 'resync'))).toEqual([]);
  });

  test.each(codes)('[ER4] %s has both layers, in whole sentences', (code) => {
    const texts = describeFault({ code, detail: 'The detail.' }, 'vm1');
    for (const text of [texts.message, texts.possibleCauses, texts.recommendedAction, texts.provider.message]) {
      expect(text).toMatch(/^\p{Lu}.*\.$/u);
      expect(text).not.toContain('{subject}');
    }
    expect(texts.code).not.toBe('');
    expect(texts.provider.errorId).toMatch(/^\w+$/);
    expect(texts.provider.errorCode).toBeGreaterThan(0);
  });

  test('[ER5] published codes are used, all others say that they are ours', () => {
    expect(Object.fromEntries(published.map((code) => [code, CATALOGUE[code].service.code]))).toEqual({
      Internal: '499',
      OperationInProgress: '505',
      PrerequisitesNotMet: '70094',
      ServerNotConnected: '25018',
      StorageAccountNotFound: 'HvrStorageAccountNotFound',
    });
    const ours = codes.filter((code) => !published.includes(code)).map((code) => CATALOGUE[code].service.code);
    expect(ours.filter((code) => !/^LS\d{4}$/.test(code))).toEqual([]);
    expect(new Set(ours).size).toBe(ours.length);
    expect(CATALOGUE.PrerequisitesNotMet.provider.errorCode).toBe(31389);
  });

  test.each([
    ['OperationInProgress', 514],
    ['OperationInProgress', 532],
    ['PrerequisitesNotMet', 60007],
    ['PrerequisitesNotMet', 40003],
  ] as const)('[ER5] %s with provider code %i shows that code', (code, providerCode) => {
    expect(describeFault({ code, detail: '', providerCode }, 'vm1').code).toBe(String(providerCode));
  });

  test.each([
    ['VssFailure', 0x800700ea, 'dynamic disks'],
    ['VssFailure', 0x80070032, 'integration services do not match'],
    ['ServerNotConnected', 0x00002ef3, 'inspects HTTPS'],
    ['HostAuthentication', 0x80090303, 'service principal'],
  ] as const)('[ER6] %s with provider code %i is explained more exactly', (code, providerCode, cause) => {
    const exact = describeFault({ code, detail: '', providerCode }, 'vm1');
    expect(exact.possibleCauses).toContain(cause);
    expect(describeFault({ code, detail: '' }, 'vm1').possibleCauses).not.toBe(exact.possibleCauses);
  });

  test('[ER6] the connection error has its own words', () => {
    const texts = describeFault({ code: 'ServerNotConnected', detail: '', providerCode: 0x00002efd }, 'vm1');
    expect(texts.provider.message).toContain('could not be established');
  });

  test('[ER7] the provider layer shows the code that was given, and the detail', () => {
    const fault = { code: 'StorageUnavailable', detail: 'PUT answered 500.', providerCode: 500123 } as const;
    expect(describeFault(fault, 'vm1').provider).toEqual({
      errorCode: 500123,
      errorId: 'InternalError',
      message: 'The server met an internal error. PUT answered 500.',
    });
    expect(describeFault({ code: 'LowMemory', detail: '' }, 'vm1').provider.errorCode).toBe(32778);
  });

  test('[ER8] texts name the machine, and a strange name stays a name', () => {
    expect(describeFault({ code: 'LowMemory', detail: '' }, 'sql-01').message).toContain("'sql-01'");
    expect(describeFault({ code: 'LowMemory', detail: '' }, "a$&b$'").message).toContain("'a$&b$''");
    expect(describeNotice('NoTestFailover', '$1').message).toContain("'$1'");
  });

  test('[ER9] a size mismatch asks for a resize, not for a resynchronization', () => {
    expect(classOf('DiskSizeMismatch')).toBe('nonRecoverable');
    expect(CATALOGUE.DiskSizeMismatch.service.recommendedAction).toContain('no resynchronization is needed');
  });

  test('[ER10] what the service says without a failed attempt has its published code', () => {
    expect(Object.values(NOTICES).map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      '161011 Warning',
      '10008 Error',
      'InvalidFailoverDirection Error',
      '0x80004004 Error',
    ]);
    expect(Object.values(NOTICES).filter(({ isPublished }) => !isPublished)).toEqual([]);
    expect(describeNotice('NoTestFailover', 'vm1')).toEqual({
      code: '161011',
      isPublished: true,
      severity: 'Warning',
      message: "No successful test failover has been done on the virtual machine 'vm1'.",
      possibleCauses: 'No successful test failover has been done on the virtual machine after it was replicated.',
      recommendedAction: 'Do a test failover on the virtual machine.',
    });
  });

  test('[ER11] an internal error is not retried', () => expect(classOf('Internal')).toBe('nonRecoverable'));

  test.each([
    'PreconditionFailed',
    'LeaseLost',
    'ChecksumMismatch',
    'UnexpectedAnswer',
    'StorageThrottled',
    'StorageUnavailable',
    'StorageFull',
    'SnapshotFailed',
    'VssFailure',
    'OperationInProgress',
    'HostUnreachable',
  ] as const)('[ER12] %s is recoverable', (code) => expect(classOf(code)).toBe('recoverable'));

  test.each(['StorageAccountNotFound', 'BlobNotFound', 'InvalidParameter', 'PrerequisitesNotMet'] as const)(
    '[ER2] %s needs the administrator',
    (code) => expect(classOf(code)).toBe('nonRecoverable'),
  );

  test('[ER10] host events are those that the log knows', () => {
    expect(Object.keys(HOST_EVENTS)).toEqual(['29174', '29242', '29244', '32315', '33414']);
  });
});
