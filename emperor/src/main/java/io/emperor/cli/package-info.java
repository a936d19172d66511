/** The commands, a class for each. */
@NullMarked
package io.emperor.cli;

import org.jspecify.annotations.NullMarked;
