/** A vassal that discovers another one and calls it. */
package io.emperor.examples.greeter;
