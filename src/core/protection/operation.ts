/** ARM's ReplicationProtectedItemOperation, as far as Hyper-V uses it, and our own two. */
export type Operation =
  | 'ReverseReplicate'
  | 'Commit'
  | 'PlannedFailover'
  | 'UnplannedFailover'
  | 'DisableProtection'
  | 'TestFailover'
  | 'TestFailoverCleanup'
  | 'Failback'
  | 'FinalizeFailback'
  | 'CancelFailover'
  | 'ChangePit'
  | 'RepairReplication'
  | 'PauseReplication'
  | 'ResumeReplication';
