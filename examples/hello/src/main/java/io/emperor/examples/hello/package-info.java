/** The smallest useful vassal: one servlet. */
@NullMarked
package io.emperor.examples.hello;

import org.jspecify.annotations.NullMarked;
