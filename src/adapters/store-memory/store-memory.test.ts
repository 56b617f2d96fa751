import { describeStore } from '../testing/store-contract.ts';
import { createStoreMemory } from './store-memory.ts';

describeStore('memory', async () => createStoreMemory());
