/**
 * What a monitoring system asks for: {@link io.emperor.metrics.Metrics} is the registry that every
 * part counts in, with the meters of the JVM, written down as Prometheus reads it. What is measured
 * of vassals, and of the talk with Consul, is measured where it happens.
 */
@NullMarked
package io.emperor.metrics;

import org.jspecify.annotations.NullMarked;
