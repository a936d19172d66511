/**
 * The names that apps have in the fleet, who leads, and writes that a holder can't make any more
 * once another holds: all that stands on the emperor's lease.
 */
@NullMarked
package io.emperor.consul.name;

import org.jspecify.annotations.NullMarked;
