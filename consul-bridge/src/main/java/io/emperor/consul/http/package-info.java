/**
 * Requests to agents. {@code AgentHttp} sends, {@code FailOver} chooses the agent by an {@code
 * AgentRoute}, {@code Failures} says what a failure means; {@code Meters} counts. No answer is read
 * beyond a limit.
 */
@NullMarked
package io.emperor.consul.http;

import org.jspecify.annotations.NullMarked;
