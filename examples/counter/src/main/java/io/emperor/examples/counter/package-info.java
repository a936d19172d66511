/** A vassal that counts: one writer in the whole cluster, and fenced. */
package io.emperor.examples.counter;
