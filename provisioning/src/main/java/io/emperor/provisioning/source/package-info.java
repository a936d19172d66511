/**
 * Where values come from, and how they become one snapshot. Consul is known by {@link
 * io.emperor.provisioning.source.Cluster} alone.
 */
@NullMarked
package io.emperor.provisioning.source;

import org.jspecify.annotations.NullMarked;
