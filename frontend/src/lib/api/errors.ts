// One error type for everything a call can end in. The server sends google.rpc.Status with one ErrorInfo,
// a LocalizedMessage per language and, for bad input, field violations.

export interface FieldViolation {
  field: string;
  description: string;
}

export class ApiError extends Error {
  override name = 'ApiError';
  constructor(
    /** HTTP status; 0 when the server was not reached. */
    readonly status: number,
    readonly reason: string,
    readonly localized: Readonly<Record<string, string>>,
    readonly violations: readonly FieldViolation[],
    readonly requestId: string,
    fallback: string,
  ) {
    super(localized.en ?? fallback);
  }

  get unreachable() {
    return this.status === 0;
  }

  /** The server's own sentence in this language, or undefined when it sent none. */
  sentence(language: string): string | undefined {
    return this.localized[language] ?? this.localized[language.startsWith('zh') ? 'zh-CN' : 'en'];
  }
}

interface Detail {
  '@type'?: string;
  reason?: string;
  locale?: string;
  message?: string;
  fieldViolations?: { field?: string; description?: string; localizedMessage?: { message?: string } }[];
}

export function toApiError(response: Response, body: unknown): ApiError {
  const requestId = response.headers.get('X-Request-Id') ?? '';
  const status = body && typeof body === 'object' ? (body as { message?: string; details?: Detail[] }) : {};
  const details = Array.isArray(status.details) ? status.details : [];
  const localized: Record<string, string> = {};
  const violations: FieldViolation[] = [];
  let reason = '';
  for (const detail of details) {
    const type = detail['@type'] ?? '';
    if (type.endsWith('google.rpc.ErrorInfo')) reason = detail.reason ?? '';
    if (type.endsWith('google.rpc.LocalizedMessage') && detail.locale && detail.message)
      localized[detail.locale] = detail.message;
    if (type.endsWith('google.rpc.BadRequest'))
      for (const violation of detail.fieldViolations ?? [])
        violations.push({
          field: violation.field ?? '',
          description: violation.localizedMessage?.message ?? violation.description ?? '',
        });
  }
  const message = typeof status.message === 'string' ? status.message : response.statusText;
  return new ApiError(response.status, reason, localized, violations, requestId, message || `HTTP ${response.status}`);
}

export const unreachable = (cause: unknown) =>
  new ApiError(0, 'UNREACHABLE', {}, [], '', cause instanceof Error ? cause.message : String(cause));
