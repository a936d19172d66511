/** A vassal that discovers another one and calls it. */
@NullMarked
package io.emperor.examples.greeter;

import org.jspecify.annotations.NullMarked;
