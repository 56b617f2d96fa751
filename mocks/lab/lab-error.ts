/** An error answer of the lab: `{ "error": { "code", "message" } }`, in the form of the management API. */
export class LabError extends Error {
  override readonly name = 'LabError';
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function labErrorResponse(error: unknown): Response {
  const { status, code, message } = wordsOf(error);
  return Response.json({ error: { code, message, details: [] } }, { status });
}

function wordsOf(error: unknown): { readonly status: number; readonly code: string; readonly message: string } {
  if (error instanceof LabError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const name = error instanceof Error ? error.name : '';
  // What the world refuses: unknown machines, bad values.
  if (name === 'RangeError' || name === 'FaultSpecError') return { status: 400, code: 'InvalidInput', message };
  if (name === 'FormatError') return { status: 422, code: 'InvalidImage', message };
  // Of a browser, and of Node.
  if (name === 'QuotaExceededError' || (error instanceof Error && 'code' in error && error.code === 'ENOSPC'))
    return { status: 507, code: 'StorageFull', message: 'There is no more room for the image.' };
  return { status: 500, code: 'InternalError', message };
}
