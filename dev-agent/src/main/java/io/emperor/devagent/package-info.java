/**
 * A Consul-compatible agent in one JVM: one node, one datacenter, everything in memory, behind
 * Consul's own HTTP API on a loopback address. {@link io.emperor.devagent.DevAgent} starts it. A
 * request goes from {@code http}, which reads it, to an {@code endpoint}, which reads or changes
 * the {@code state} behind one lock.
 */
@NullMarked
package io.emperor.devagent;

import org.jspecify.annotations.NullMarked;
