/** Sizes of Azure machines that are proposed for a target [general knowledge; regions differ]. */
export interface ComputeSize {
  readonly name: string;
  readonly coreCount: number;
  readonly memoryGib: number;
  readonly maxDataDisks: number;
  readonly maxNics: number;
}

export const COMPUTE_SIZES: readonly ComputeSize[] = [
  { name: 'Standard_B2s', coreCount: 2, memoryGib: 4, maxDataDisks: 4, maxNics: 3 },
  { name: 'Standard_B2ms', coreCount: 2, memoryGib: 8, maxDataDisks: 4, maxNics: 3 },
  { name: 'Standard_D2s_v3', coreCount: 2, memoryGib: 8, maxDataDisks: 4, maxNics: 2 },
  { name: 'Standard_D4s_v3', coreCount: 4, memoryGib: 16, maxDataDisks: 8, maxNics: 2 },
  { name: 'Standard_D2s_v5', coreCount: 2, memoryGib: 8, maxDataDisks: 4, maxNics: 2 },
  { name: 'Standard_D4s_v5', coreCount: 4, memoryGib: 16, maxDataDisks: 8, maxNics: 2 },
  { name: 'Standard_D8s_v5', coreCount: 8, memoryGib: 32, maxDataDisks: 16, maxNics: 4 },
  { name: 'Standard_D16s_v5', coreCount: 16, memoryGib: 64, maxDataDisks: 32, maxNics: 8 },
  { name: 'Standard_E2s_v5', coreCount: 2, memoryGib: 16, maxDataDisks: 4, maxNics: 2 },
  { name: 'Standard_E4s_v5', coreCount: 4, memoryGib: 32, maxDataDisks: 8, maxNics: 2 },
  { name: 'Standard_E8s_v5', coreCount: 8, memoryGib: 64, maxDataDisks: 16, maxNics: 4 },
];
