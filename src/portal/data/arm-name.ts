/** The last part of an ARM id: what people call the resource. Empty where there is no id. */
export function armName(armId: string | null | undefined): string {
  return armId ? armId.slice(armId.lastIndexOf('/') + 1) : '';
}
