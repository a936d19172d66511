/** A Consul-compatible agent for one node and one datacenter, in memory and in one JVM. */
@NullMarked
package io.emperor.devagent;

import org.jspecify.annotations.NullMarked;
