package io.emperor.consul.watch;

/**
 * What Consul said last.
 *
 * @param value the same object as long as the content is the same
 * @param confirmedAt when Consul said so last, in the bridge's nanoseconds
 * @param epoch how many writes of the emperor's own to it were known of when it was asked
 */
record QueryAnswer<T>(T value, long confirmedAt, int epoch) {}
