import { describeChecksums } from '../../testing/checksums-contract.ts';
import { createChecksumsNode } from './checksums-node.ts';

describeChecksums('in Node', createChecksumsNode);
