// An error as the server tells it (RFC 9457): what happened, what to do, and a request id to quote.
export interface Problem {
  title?: string;
  detail?: string | null;
  status?: number;
  code?: string;
  hint?: string | null;
  request_id?: string | null;
}

export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;
  readonly requestId: string | undefined;

  constructor(problem: Problem, status: number) {
    super(problem.detail || problem.title || `HTTP ${status}`);
    this.name = 'ProblemError';
    this.status = status;
    this.code = problem.code ?? 'unknown';
    this.hint = problem.hint ?? undefined;
    this.requestId = problem.request_id ?? undefined;
  }
}

/** The body of an answer, or the problem it told as an exception. */
export async function orThrow<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) {
    const problem = typeof error === 'object' && error !== null ? (error as Problem) : {};
    throw new ProblemError(problem, response.status);
  }
  return data as T;
}
