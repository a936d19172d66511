package io.emperor.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A request that is to be answered.
 *
 * @param callback told when it has been, once
 */
record Exchange(Request request, Response response, Callback callback) {}
