/**
 * A Consul-compatible agent in one JVM: one node, one datacenter, everything in memory, behind
 * Consul's own HTTP API on a loopback address. A request goes from the {@link
 * io.emperor.devagent.Gateway} through the {@link io.emperor.devagent.Router} to an endpoint, which
 * reads or changes the {@link io.emperor.devagent.State} behind the one lock of the {@link
 * io.emperor.devagent.Store}; a blocking query waits as an entry among the {@link
 * io.emperor.devagent.Watchers}, without a thread.
 */
@NullMarked
package io.emperor.devagent;

import org.jspecify.annotations.NullMarked;
