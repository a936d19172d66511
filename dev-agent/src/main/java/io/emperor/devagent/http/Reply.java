package io.emperor.devagent.http;

/** What an endpoint makes of a request: an answer, or a question that may have to wait for one. */
public sealed interface Reply permits Answer, BlockingRead {}
