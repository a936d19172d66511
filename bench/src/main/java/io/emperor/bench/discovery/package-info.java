/**
 * How an app learns what is in Consul, by the emperor's helpers and by what it would use instead.
 */
@NullMarked
package io.emperor.bench.discovery;

import org.jspecify.annotations.NullMarked;
