package io.emperor.consul;

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
record LiveWorkshop(
    LiveHttp http, Route route, ConsistencyMode mode, Backoff backoff, LongSupplier clock) {}
