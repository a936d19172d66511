/**
 * The wire: connections and requests within limits, the way to an endpoint, and answers, those
 * included that wait for news without a thread.
 */
@NullMarked
package io.emperor.devagent.http;

import org.jspecify.annotations.NullMarked;
