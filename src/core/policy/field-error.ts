/** What is wrong with one field of an administrator's input, worded for them. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}
