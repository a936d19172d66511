package io.emperor.devagent;

/** What an endpoint makes of a request: an answer, or a question that may have to wait for one. */
sealed interface Reply permits Answer, LiveRead {}
