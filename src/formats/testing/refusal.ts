import { FormatError } from '../format-error.ts';

/** The FormatError a reader ends with; any other outcome fails the test. */
export async function refusalOf(outcome: Promise<unknown>): Promise<FormatError> {
  try {
    await outcome;
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  throw new Error('expected a FormatError, but the file was accepted');
}

/** The code of a refusal, or 'accepted'. Errors of another kind fail the test: files must never cause them. */
export async function outcomeOf(outcome: Promise<unknown>): Promise<string> {
  try {
    await outcome;
    return 'accepted';
  } catch (error) {
    if (error instanceof FormatError) return error.code;
    throw error;
  }
}
