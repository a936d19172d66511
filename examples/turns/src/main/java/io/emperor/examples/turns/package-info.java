/** A worker that takes turns with others through a lock in Consul. */
package io.emperor.examples.turns;
