package io.emperor.consul.watch;

import io.emperor.base.Backoff;
import io.emperor.consul.http.AgentRoute;
import io.emperor.consul.settings.ConsistencyMode;
import java.util.function.LongSupplier;

/**
 * What every live query works with.
 *
 * @param http sends the requests
 * @param route says to whom
 * @param mode how fresh the answers have to be
 * @param backoff how long to rest after failures in a row
 * @param clock nanoseconds, as {@link System#nanoTime}
 */
public record WatchContext(
    QueryHttp http, AgentRoute route, ConsistencyMode mode, Backoff backoff, LongSupplier clock) {}
