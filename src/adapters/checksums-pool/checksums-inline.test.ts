import { describeChecksums } from '../testing/checksums-contract.ts';
import { createChecksumsInline } from './checksums-inline.ts';

describeChecksums('inline', createChecksumsInline);
