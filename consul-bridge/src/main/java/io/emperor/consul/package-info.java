/**
 * Everything that talks to Consul: agents, registration, heartbeats, reads, K/V, sessions, watches.
 * The emperor says what should be registered; this package makes it so and keeps it so.
 */
@NullMarked
package io.emperor.consul;

import org.jspecify.annotations.NullMarked;
