/** Fleets that no machine here could run, as a simulation of what they say to Consul. */
@NullMarked
package io.emperor.bench.scale;

import org.jspecify.annotations.NullMarked;
