/** Values of which a configuration has one of a few. */
@NullMarked
package io.emperor.config.choice;

import org.jspecify.annotations.NullMarked;
