import type { Refusal } from '../../engine/engine-api.ts';
import { guidOf } from './arm-id.ts';

/** What an error answer says, in ARM's words [domain facts: recorded 400 body]. */
export interface ArmErrorText {
  readonly code: string;
  readonly message: string;
  readonly possibleCauses: string;
  readonly recommendedAction: string;
}

/** Thrown by routes; {@link armErrorResponse} makes it the answer. */
export class ArmError extends Error {
  override readonly name = 'ArmError';
  readonly status: number;
  readonly text: ArmErrorText;
  constructor(status: number, text: ArmErrorText) {
    super(text.message);
    this.status = status;
    this.text = text;
  }
}

export function badRequest(
  code: string,
  message: string,
  recommendedAction = 'Correct the request and try again.',
): ArmError {
  return new ArmError(400, {
    code,
    message,
    possibleCauses: 'The request does not follow the API.',
    recommendedAction,
  });
}

export function notFound(kind: string, name: string): ArmError {
  return new ArmError(404, {
    code: 'ResourceNotFound',
    message: `The ${kind} '${name}' was not found in the vault.`,
    possibleCauses: 'It was removed, or its name is misspelled.',
    recommendedAction: 'List the resources again and use a name from the list.',
  });
}

const STATUS_BY_REFUSAL: Partial<Record<Refusal['code'], number>> = {
  NotFound: 404,
  Conflict: 409,
  NotAllowed: 409,
  ReadOnly: 409,
  OperationInProgress: 409,
};

/** The engine's refusal of a command. */
export function refused(refusal: Refusal): ArmError {
  return new ArmError(STATUS_BY_REFUSAL[refusal.code] ?? 400, refusal);
}

const ENVELOPE_CODES: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  404: 'ResourceNotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  413: 'PayloadTooLarge',
  415: 'UnsupportedMediaType',
  500: 'InternalServerError',
};

/** ARM's error body: the envelope names the class of error, its one detail the error. */
export function armErrorResponse(error: ArmError, request: Request): Response {
  const clientRequestId = request.headers.get('x-ms-client-request-id') ?? guidOf(`${request.method} ${request.url}`);
  const { code, message, possibleCauses, recommendedAction } = error.text;
  return Response.json(
    {
      error: {
        code: ENVELOPE_CODES[error.status] ?? code,
        message,
        details: [
          {
            code,
            message,
            possibleCauses,
            recommendedAction,
            clientRequestId,
            activityId: guidOf(`activity/${clientRequestId}`),
          },
        ],
      },
    },
    { status: error.status },
  );
}
