import type { RestContext } from './context.ts';

/**
 * A JSON answer in the shape that discord-api-types has for its route, which is to be named:
 * `answer<RESTGetAPIUserResult>(context, user)`.
 */
export function answer<Result = never>(
	_context: RestContext,
	result: NoInfer<Result>,
	status: 200 | 201 = 200,
): Response {
	return Response.json(result, { status });
}
