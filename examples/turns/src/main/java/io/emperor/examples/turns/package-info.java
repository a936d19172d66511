/** A worker that takes turns with others through a lock in Consul. */
@NullMarked
package io.emperor.examples.turns;

import org.jspecify.annotations.NullMarked;
