package io.emperor.consul.lease;

/**
 * What in Consul says that an emperor holds its lease.
 *
 * @param emperor the emperor's name
 * @param epoch the modify index of the emperor's own key: every holder, and everyone who takes over
 *     from one, writes it anew
 */
public record LeaseHold(String emperor, long epoch) {}
